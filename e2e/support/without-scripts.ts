import { expect, type Page } from '@playwright/test';
import { violationsOf } from './accessible.ts';
import { faultsOfFields } from './filling-in.ts';
import { faultsAtWidth } from './fitting.ts';
import { faultsOfTabbing } from './keyboard.ts';

/**
 * Holds a page of a browser without JavaScript to what pages are held to. What looks at a page is a script itself, so
 * it looks at the same markup and styles in another browser, in which no script of the page's own has run.
 *
 * @param plain where JavaScript is off.
 * @param scripted where it is on.
 */
export async function expectAccessibleWithoutScripts(plain: Page, scripted: Page): Promise<void> {
  const url = plain.url();
  const body = withoutScripts(await plain.content());
  const isPage = ({ href }: URL) => href === url;
  await scripted.route(isPage, (route) => route.fulfill({ contentType: 'text/html', body }));
  await scripted.goto(url);
  await scripted.unroute(isPage);
  const { scripts, styles } = await scripted.evaluate(() => ({
    scripts: document.scripts.length,
    styles: document.styleSheets.length,
  }));
  expect(scripts, 'scripts of the page').toBe(0);
  expect(styles, 'styles of the page').toBeGreaterThan(0);
  const faults = [
    ...(await violationsOf(scripted)),
    ...(await faultsAtWidth(scripted, 320)),
    ...(await faultsOfFields(scripted)),
    ...(await faultsOfTabbing(scripted)),
  ];
  expect(faults, `${url} without JavaScript`).toEqual([]);
}

/** Markup as it is where no script runs: without them, and with what is there in their place. */
function withoutScripts(html: string): string {
  return html
    .replaceAll(/<script\b[^>]*>.*?<\/script>|<link\b[^>]*\bas="script"[^>]*>/gs, '')
    .replaceAll(/<\/?noscript\b[^>]*>/g, '');
}
