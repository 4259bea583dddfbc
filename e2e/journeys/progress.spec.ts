import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { staffStateFile } from '../support/bulkhead.ts';
import { confirmStaff } from '../support/confirming.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { postAs } from '../support/posting.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import { signIn } from '../support/signing-in.ts';
import { forceReset, openCustomer } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const guest = {
  name: '=cmd()',
  email: 'formula.guest@example.com',
  password: 'eleven otters under a quiet bridge',
};
const next = 'seven herons on a winter pond';

async function legend(page: Page) {
  return page.locator('figure figcaption li').allInnerTexts();
}

test('a reset is followed as a curve, closed when everyone was told, and reported as a page and a file', async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const { page } = await visit({ storageState: staffStateFile });
  await confirmStaff(page);
  await page.goto('/staff/customers/invite');
  await page.getByLabel('Email address').fill(guest.email);
  await page.getByLabel('Name').fill(guest.name);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  const customer = await visit();
  await customer.page.goto(
    linkIn(await mailTo(guest.email, 'Your account is ready for its password')),
  );
  await chooseNewPassword(customer.page, guest.password);
  await expect(customer.page.getByText('Your new password is set.')).toBeVisible();

  await openCustomer(page, guest);
  await forceReset(page, 'A list of passwords was found.');
  await mailTo(guest.email, 'You need to choose a new password');
  await expect.poll(() => legend(page)).toContain('Told by mail: 1');
  await expect(page.getByText('Nobody has opened a mailed link yet.')).toBeVisible();

  await askForLink(customer.page, guest.email);
  await customer.page.goto(linkIn(await mailTo(guest.email, 'Choose a new password')));
  await expect.poll(() => legend(page)).toContain('Opened the link: 1');
  await chooseNewPassword(customer.page, next);
  await expect(customer.page.getByText('Your new password is set.')).toBeVisible();
  await expect
    .poll(() => legend(page))
    .toEqual([
      ...['Told by mail: 1', 'Opened the link: 1', 'Chose a new password: 1', 'Mail refused: 0'],
    ]);
  await page.getByText('The same figures as a table').click();
  await expect(page.getByRole('columnheader', { name: 'Chose a new password' })).toBeVisible();
  await expectAccessible(page);

  await expect(page.getByText('Done: 1 was told.')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Close this reset' }).click();
  await expect(page.getByText('This reset is closed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close this reset' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Report: Reset of/ })).toBeVisible();
  const report = page.url();
  await expect(page.getByText('Everyone concerned has chosen a new password.')).toBeVisible();
  await expect(page.getByText('A list of passwords was found.')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the file' }).click(),
  ]);
  const [head, line] = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(head).toBe('customer,email,name,told at,opened at,done at,problem');
  expect(line).toMatch(/^[0-9a-f-]{36},formula\.guest@example\.com,'=cmd\(\)(,2[\d:.TZ-]+){3},$/);
  await page.goto('/staff/audit');
  for (const act of [
    'Closed a reset',
    'Read the report of a reset',
    'Took the report of a reset',
  ]) {
    await expect(page.getByRole('cell', { name: act }).first()).toBeVisible();
  }

  await signIn(customer.page, { ...guest, password: next });
  expect((await customer.page.request.get(report)).status()).toBe(404);
  const refused = await postAs(customer.page, `${report}/csv`);
  expect(refused.status()).toBe(404);
});

test('with JavaScript off, the curve and its figures are there', async ({ visit }) => {
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  await page.goto('/staff/resets');
  await page.getByRole('link', { name: guest.name }).click();
  await expect(page.getByRole('img', { name: 'How it has come along' })).toBeVisible();
  await page.getByText('The same figures as a table').click();
  await expect(page.getByRole('columnheader', { name: 'Told by mail' })).toBeVisible();
});
