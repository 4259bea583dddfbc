import type { Locator, Page } from '@playwright/test';

// The keystroke-level model of Card, Moran and Newell, in seconds: a key of somebody who is no typist, to point, to
// press and let go, to bring a hand to the keyboard, and to think what comes next.
const [key, point, press, home, think] = [0.28, 1.1, 0.2, 0.4, 1.35];
/** Not of the model but ours: to take the phone out, open its app and hold it to the screen. */
const phone = 15;

/** Somebody who sees Bulkhead for the first time: does what is offered, and counts what that takes a person. */
export class Newcomer {
  /** What was done, in order, a click or a field each. */
  readonly steps: string[] = [];
  /** What that takes by the model, in seconds; nothing of what the machine takes. */
  seconds = 0;

  async follow(page: Page, url: string, what: string): Promise<void> {
    this.#count(`open ${what}`, think + point + press);
    await page.goto(url);
  }

  async press(what: Locator): Promise<void> {
    await what.waitFor();
    this.#count(`press ${(await what.textContent())?.trim()}`, think + point + press);
    await what.click();
  }

  async type(field: Locator, text: string): Promise<void> {
    await field.waitFor();
    const name = await field.getAttribute('name');
    this.#count(`type ${name}`, think + point + press + home + key * text.length);
    await field.fill(text);
  }

  /** The phone sees what is on the page. */
  async scan(picture: Locator): Promise<void> {
    await picture.waitFor();
    this.#count('scan the QR code', phone);
  }

  #count(step: string, seconds: number): void {
    this.steps.push(step);
    this.seconds += seconds;
  }
}
