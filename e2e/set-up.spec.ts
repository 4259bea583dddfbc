import { writeFileSync } from 'node:fs';
import { expectAccessible } from './support/accessible.ts';
import { Authenticator } from './support/authenticator.ts';
import { bulkhead, staffFile, staffStateFile } from './support/bulkhead.ts';
import { enrol } from './support/enrolling.ts';
import { signIn } from './support/signing-in.ts';
import { expect, test } from './support/test.ts';

const staff = {
  name: 'Sam Staff',
  email: 'sam.staff@example.com',
  password: 'lantern over the quiet harbour',
};

test('the link printed at the first start makes the first staff member, once, who must enrol an authenticator', async ({
  visit,
}) => {
  const { page, context } = await visit();
  const link = bulkhead().setupLink ?? '';
  await page.goto(link);
  await expect(page).toHaveURL('/setup');
  await page.getByLabel('Your name').fill(staff.name);
  await page.getByLabel('Your email address').fill(staff.email);
  await page.getByLabel('New password', { exact: true }).fill('short');
  await page.getByLabel('The new password once more').fill('short');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page.getByText('That password is too short')).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByLabel('Your email address')).toHaveValue(staff.email);

  await page.getByLabel('New password', { exact: true }).fill(staff.password);
  await page.getByLabel('The new password once more').fill(staff.password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page).toHaveURL('/sign-in?notice=set-up');
  await signIn(page, staff);

  // A staff member without a second factor gets no further than enrolling one.
  await page.goto('/staff');
  await expect(page).toHaveURL('/security/authenticator');
  const { uri, recoveryCodes } = await enrol(page, staff.password);
  expect(recoveryCodes).toHaveLength(10);
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  const key = Authenticator.keyOf(uri);
  writeFileSync(
    staffFile,
    JSON.stringify({ ...staff, key, lastStep: Math.floor(Date.now() / 30_000) }),
  );
  await context.storageState({ path: staffStateFile });

  const stranger = await visit();
  await stranger.page.goto(link);
  await stranger.page.getByLabel('Your name').fill('Mallory');
  await stranger.page.getByLabel('Your email address').fill('mallory@example.com');
  await stranger.page
    .getByLabel('New password', { exact: true })
    .fill('a password of my own choosing');
  await stranger.page
    .getByLabel('The new password once more')
    .fill('a password of my own choosing');
  await stranger.page.getByRole('button', { name: 'Create the account' }).click();
  await expect(
    stranger.page.getByRole('heading', { name: 'This set-up link does not work' }),
  ).toBeVisible();
});
