import { expect, type Page } from '@playwright/test';

/** An entry as the activity page words it, and its outcome. */
export type Entry = [what: string, outcome: 'Yes' | 'No'];

/** The newest entries of the signed-in customer's activity are these, newest first. */
export async function expectActivity(page: Page, entries: Entry[]) {
  // What a stranger tried is written down after they were answered.
  await expect(async () => {
    await page.goto('/activity');
    const rows = page.getByRole('table').getByRole('row');
    const read: string[][] = [];
    for (const row of await rows.all()) read.push(await row.getByRole('cell').allInnerTexts());
    const shown = read.slice(1).map(([, what, outcome]) => [what, outcome]);
    expect(shown.slice(0, entries.length)).toEqual(entries);
  }).toPass({ timeout: 60_000 });
}
