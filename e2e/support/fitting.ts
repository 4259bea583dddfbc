import type { Page } from '@playwright/test';

/** What of a page does not fit at a width, in words: it scrolls sideways, or something in it is cut off. */
export async function faultsAtWidth(page: Page, width: number): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 720 });
  const faults = await page.evaluate(misfits);
  if (before) await page.setViewportSize(before);
  return faults.map((fault) => `at ${width} px: ${fault}`);
}

/** The same with the spacing of text that WCAG 1.4.12 lets a reader choose. */
export async function faultsWhenSpaced(page: Page): Promise<string[]> {
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  const faults = [...(await faultsAtWidth(page, 320)), ...(await faultsAtWidth(page, 1_280))];
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return faults.map((fault) => `spaced, ${fault}`);
}

/** Paragraphs whose lines are longer than an eye finds its way back from. */
export async function longLines(page: Page, width: number): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 1_440 });
  const faults = await page.evaluate(() => {
    const most = 100;
    return [...document.querySelectorAll<HTMLElement>('main :is(p, li, dd, blockquote)')]
      .filter((one) => !one.querySelector('p, ul, ol, table, form') && one.checkVisibility())
      .map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom)));
        return { one, perLine: (one.textContent ?? '').length / Math.max(1, lines.size) };
      })
      .filter(({ perLine }) => perLine > most)
      .map(({ one, perLine }) => `${Math.round(perLine)} a line: ${one.textContent?.slice(0, 60)}`);
  });
  if (before) await page.setViewportSize(before);
  return faults.map((fault) => `at ${width} px: ${fault}`);
}

/** What moves, or would move, though the reader asked for less motion. */
export async function motions(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((one) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
      const lasting = transitionDuration.split(',').some((time) => Number.parseFloat(time) > 0.01);
      const moves = lasting || animationName !== 'none' || scrollBehavior === 'smooth';
      return moves ? [`moves: ${one.outerHTML.slice(0, 100)}`] : [];
    }),
  );
  await page.emulateMedia({ reducedMotion: null });
  return moving;
}

// Runs in the browser. What scrolls by itself must be reachable by keyboard, and say what it is.
function misfits(): string[] {
  const faults: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > window.innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(
      (one) => one.getBoundingClientRect().right > window.innerWidth + 1,
    );
    faults.push(`the page scrolls sideways: ${wide.at(-1)?.outerHTML.slice(0, 160)}`);
  }
  for (const one of document.querySelectorAll<HTMLElement>('body *')) {
    const { overflowX, overflowY, clipPath, position } = getComputedStyle(one);
    const unseen = position === 'absolute' && (one.clientWidth <= 1 || clipPath !== 'none');
    // A field of one line is read by going through it; what has no words in it is a drawing.
    const read = one.textContent?.trim() || one.tagName === 'TEXTAREA';
    if (unseen || !read || one.closest('svg, select, progress, meter')) continue;
    const [wider, higher] = [
      one.scrollWidth > one.clientWidth + 1,
      one.scrollHeight > one.clientHeight + 1,
    ];
    const cut = /hidden|clip/;
    if ((wider && cut.test(overflowX)) || (higher && cut.test(overflowY))) {
      faults.push(`cut off: ${one.outerHTML.slice(0, 160)}`);
    }
    const scrolls = wider && /auto|scroll/.test(overflowX) && one.tagName !== 'TEXTAREA';
    if (scrolls && !(one.tabIndex === 0 && one.ariaLabel)) {
      faults.push(`scrolls, and no keyboard reaches it: ${one.outerHTML.slice(0, 160)}`);
    }
  }
  return faults;
}
