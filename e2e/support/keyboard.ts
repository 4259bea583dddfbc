import { expect, type Locator, type Page } from '@playwright/test';

const stopsMax = 250;

/** Where the keyboard stands, as its owner sees and hears it. */
interface Stop {
  /** Empty where no element has the focus: nobody knows then where they are. */
  markup: string;
  faults: string[];
  /** Stands where it stood before it was pressed on, as within the parts of a date. */
  again: boolean;
  /** Was stood on earlier. */
  known: boolean;
}

/** Presses Tab until a control has the focus. Fails where the focus is lost, hidden or goes in a circle. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let stops = 0; stops < stopsMax; stops++) {
    if (await control.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${control} is not reached in ${stopsMax} presses of Tab at ${page.url()}`);
}

/** Goes to a control by Tab alone and presses a key on it. */
export async function press(page: Page, control: Locator, key: 'Enter' | 'Space' = 'Enter') {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** Goes to a field by Tab alone and types, in place of what is there. */
export async function type(page: Page, field: Locator, text: string) {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Whether the keyboard is somewhere: a page that takes away what had the focus must give it to what came. */
export async function expectFocusKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.tagName ?? 'BODY'))
    .not.toBe('BODY');
}

/**
 * Goes through a page by Tab from its top to its end, and back one step.
 *
 * @returns what is wrong: a control that is never reached, or whose focus is not seen, or a trap.
 */
export async function faultsOfTabbing(page: Page): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.getSelection()?.removeAllRanges();
    window.scrollTo(0, 0);
  });
  // From before the first, wherever a script has left the focus.
  await page.locator('body').evaluate((body) => {
    body.tabIndex = -1;
    body.focus();
    body.removeAttribute('tabindex');
    for (const one of document.querySelectorAll('[data-stood]')) one.removeAttribute('data-stood');
  });
  let waited = 0;
  for (let stops = 0; stops < stopsMax; stops++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(standing);
    if (!stop.markup || (stop.known && !stop.again)) break;
    waited = stop.again ? waited + 1 : 0;
    if (waited > 10) return [...faults, `a trap: ${stop.markup}`];
    if (stops === 0 && !stop.markup.includes('href="#content"')) {
      faults.push(`the first stop is no skip link: ${stop.markup}`);
    }
    faults.push(...stop.faults.map((fault) => `${fault}: ${stop.markup}`));
  }
  faults.push(...(await page.evaluate(unreached)));
  return faults;
}

// Runs in the browser. A ring is seen where it is two pixels of a line; that it is seen at all is asked of the middle.
function standing(): Stop {
  const one = document.activeElement;
  if (!(one instanceof HTMLElement) || one === document.body) {
    return { markup: '', faults: [], again: false, known: false };
  }
  const [known, again] = [one.hasAttribute('data-stood'), one.dataset.stood === 'now'];
  for (const past of document.querySelectorAll<HTMLElement>('[data-stood]'))
    past.dataset.stood = '';
  const markup = one.outerHTML.slice(0, 140);
  one.dataset.stood = 'now';
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const faults: string[] = [];
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) faults.push('no ring');
  const { left, top, width, height } = one.getBoundingClientRect();
  const [x, y] = [left + Math.min(width / 2, 200), top + Math.min(height / 2, 20)];
  const above = document.elementFromPoint(x, y);
  if (!above || !(one.contains(above) || above.contains(one))) faults.push('hidden at its focus');
  return { markup, faults, again, known };
}

function unreached(): string[] {
  const controls =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  return [...document.querySelectorAll<HTMLElement>(controls)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.hasAttribute('disabled'))
    .filter((one) => one.tabIndex >= 0 && !one.hasAttribute('data-stood'))
    .filter((one) => {
      // Of the choices of one question only one is a stop.
      const { type, name } = one as HTMLInputElement;
      const asked = type === 'radio' && `input[type=radio][name="${name}"][data-stood]`;
      return !(asked && document.querySelector(asked));
    })
    .map((one) => `never reached: ${one.outerHTML.slice(0, 140)}`);
}
