import type { Page } from '@playwright/test';

/** What of a page is lost where its reader has colours of their own forced on it, as Windows' contrast themes do. */
export async function faultsInForcedColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  const faults = await page.evaluate(lost);
  await page.emulateMedia({ forcedColors: null, colorScheme: null });
  return faults.map((fault) => `in forced colours, ${fault}`);
}

// Runs in the browser, which leaves drawings in colours of ours: whether they are seen on the reader's is chance.
function lost(): string[] {
  const probe = document.body.appendChild(document.createElement('span'));
  const colourOf = (name: string) => {
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const theirs = ['CanvasText', 'LinkText', 'ButtonText', 'GrayText', 'Highlight'].map(colourOf);
  const background = colourOf('Canvas');
  probe.remove();
  const faults: string[] = [];
  const say = (fault: string, one: Element | undefined) =>
    faults.push(`${fault}: ${one?.outerHTML.slice(0, 140)}`);

  for (const one of document.querySelectorAll('svg :is(path, polyline, rect, use)')) {
    if (!one.checkVisibility()) continue;
    const { fill, stroke } = getComputedStyle(one);
    // Only bars are filled, some with a pattern, whose own lines are asked as well.
    const painted = [stroke, ...(one.tagName === 'rect' && !one.closest('pattern') ? [fill] : [])];
    const ours = painted.filter((colour) => colour.startsWith('rgb') && !theirs.includes(colour));
    if (ours.length > 0) say(`drawn in ${ours}`, one);
  }

  const line = (link: Element) => getComputedStyle(link).borderBottomColor;
  for (const other of document.querySelectorAll('header nav a:not([aria-current])')) {
    if (line(other) !== background) say('underlined as if one were there', other);
  }
  const current = document.querySelector('header nav a[aria-current]');
  if (current && line(current) === background) say('not underlined though one is there', current);

  const backs = (pressed: boolean) =>
    [...document.querySelectorAll(`[aria-pressed="${pressed}"]`)].map(
      (one) => getComputedStyle(one).backgroundColor,
    );
  const unpressed = backs(false);
  if (backs(true).some((back) => unpressed.includes(back))) {
    say(
      'pressed, and looks like what is not',
      document.querySelector('[aria-pressed]') ?? undefined,
    );
  }
  return faults;
}
