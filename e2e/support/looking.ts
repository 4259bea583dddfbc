import { expect, type Page } from '@playwright/test';
import { languages } from '../../lib/words/languages.ts';
import { violationsOf } from './accessible.ts';
import { bulkhead } from './bulkhead.ts';
import { faultsOfFields } from './filling-in.ts';
import { faultsOfFirstLine } from './first-line.ts';
import { faultsAtWidth, faultsWhenSpaced, longLines, motions } from './fitting.ts';
import { faultsInForcedColours } from './forced-colours.ts';
import { faultsOfTabbing } from './keyboard.ts';
import { routeOf } from './routes.ts';

/** Looks at pages as everyone may: in each language and colour scheme, narrow, wide, enlarged, by keyboard. */
export class Looks {
  /** Routes that have been looked at. */
  readonly routes = new Set<string>();
  // By its title: of what route it is.
  private readonly titles = new Map<string, string>();

  /** Goes to a page in each language, and holds it to everything that pages are held to. */
  async at(page: Page, path: string): Promise<void> {
    for (const language of languages.toReversed()) {
      await speak(page, language);
      await page.goto(path);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await this.look(page, language === languages[0]);
    }
  }

  /** Holds a page to the same as it stands, in its language: a form that was answered, a step that has been taken. */
  async here(page: Page): Promise<void> {
    await this.look(page, true);
  }

  // What the markup says is the same in each language, and is asked once.
  private async look(page: Page, markup: boolean) {
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // 640 is a window of 1280 at 200 %, 320 is the same at 400 %.
    const faults = [
      ...(await violationsOf(page)),
      ...(await faultsOfFirstLine(page)),
      ...(await faultsAtWidth(page, 320)),
      ...(await faultsAtWidth(page, 640)),
      ...(await faultsWhenSpaced(page)),
      ...(await longLines(page, 2_560)),
      ...(await faultsAtWidth(page, 2_560)),
    ];
    if (markup) {
      faults.push(...(await motions(page)), ...(await faultsOfFields(page)));
      faults.push(...(await faultsInForcedColours(page)));
      faults.push(...(await faultsOfTabbing(page)));
    }
    const language = await page.evaluate(() => document.documentElement.lang);
    expect.soft(faults, `${language} ${page.url()}`).toEqual([]);
    this.name(language, await page.title(), page.url());
  }

  /** Of two pages no two have one title, or nobody knows from it where they are. */
  private name(language: string, title: string, url: string) {
    const route = routeOf(url);
    this.routes.add(route);
    expect.soft(title, url).toMatch(/\S · Bulkhead$/);
    const known = this.titles.get(`${language} ${title}`) ?? route;
    expect.soft(known, `the title “${title}”`).toBe(route);
    this.titles.set(`${language} ${title}`, route);
  }
}

async function speak(page: Page, language: string) {
  const url = bulkhead().url;
  await page.context().addCookies([{ name: 'bulkhead.language', value: language, url }]);
}
