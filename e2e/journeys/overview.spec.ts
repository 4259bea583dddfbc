import type { Page } from '@playwright/test';
import { staffStateFile } from '../support/bulkhead.ts';
import { people } from '../support/people.ts';
import { sendPassword, signIn, signOut } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const network = '198.18.7.0/24';
// More than any other journey does from one network, so that it is among the busiest.
const times = 9;

test('the overview shows sign-ins as they happen, whence, and what is under way, with JavaScript off', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const before = await totals(page);

  const address = '198.18.7.9';
  const wrong = await visit({ address });
  await sendPassword(wrong.page, { ...people.counted, password: 'not the password of theirs' });
  await expect(wrong.page.getByRole('alert').first()).toBeVisible();
  const customer = await visit({ address: '198.18.7.10' });
  for (let time = 0; time < times; time++) {
    await signIn(customer.page, people.counted);
    await signOut(customer.page);
  }

  // A wrong password is written down once its answer has gone.
  await expect(async () => {
    await page.goto('/staff');
    const after = await totals(page);
    expect(after.yes - before.yes).toBeGreaterThanOrEqual(times);
    expect(after.no - before.no).toBeGreaterThanOrEqual(1);
    await expect(source(page)).toHaveText([network, 'Unknown place', String(times), '1', '1']);
  }).toPass();

  // What is drawn stands in a table too, and adds up to the same.
  const chart = page.getByRole('img', { name: /^Sign-ins by the hour/ });
  const shown = await totals(page);
  await expect(chart).toHaveAccessibleName(new RegExp(`${shown.yes} let in`));
  await page.getByText('As a table').first().click();
  const rows = page.getByRole('table', { name: /^Sign-ins by the hour/ }).getByRole('row');
  await expect(rows).toHaveCount(25);
  const cells = await rows.locator('td').allTextContents();
  const column = (n: number) =>
    cells.filter((_, at) => at % 3 === n).reduce((sum, text) => sum + Number(text), 0);
  expect({ yes: column(1), no: column(2) }).toEqual(shown);

  for (const [link, caption] of [
    ['7 days', /in steps of six hours/],
    ['30 days', /by the day/],
  ] as const) {
    await page.getByRole('link', { name: link }).click();
    await expect(page.getByRole('img', { name: caption })).toBeVisible();
    expect((await totals(page)).yes).toBeGreaterThanOrEqual(shown.yes);
    await expect(source(page).first()).toHaveText(network);
  }
  await expect(page.getByText(/of \d+ accounts/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Passwords in an older form' })).toBeVisible();

  // The search comes first, and leads to whom it finds.
  await page.getByLabel('Email or name, or a part of it').fill(people.reader.email);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/\/staff\/customers\?q=/);
  await expect(page.getByRole('link', { name: people.reader.name })).toBeVisible();
});

test('on a narrow screen nothing of the overview is wider than the screen', async ({ visit }) => {
  const { page } = await visit({ storageState: staffStateFile });
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/staff?window=7d');
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBe(widths[1]);
});

function source(page: Page) {
  return page.getByRole('row').filter({ hasText: network }).locator('td');
}

async function totals(page: Page): Promise<{ yes: number; no: number }> {
  const words = await page.getByText(/^\d+ let in, \d+ turned away$/).textContent();
  const [yes = 0, no = 0] = (words ?? '').match(/\d+/g)?.map(Number) ?? [];
  return { yes, no };
}
