import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { bulkhead, staffStateFile } from '../support/bulkhead.ts';
import { linkIn, mailsTo, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { chooseNewPassword } from '../support/resetting.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { expect, newAddress, test } from '../support/test.ts';

const opened = 'Your account was opened from a new address';
const guessing = 'Somebody is trying to sign in to your account';
const next = 'seven herons by the frozen weir';

test('“this wasn’t me”, without JavaScript: a scanner’s look changes nothing, a click ends all and mails a link', async ({
  visit,
}) => {
  const vera = people.disowning;
  const owner = await visit();
  await signIn(owner.page, vera);
  const intruder = await visit({ address: '2.80.0.9' });
  await signIn(intruder.page, vera);
  const told = await mailTo(vera.email, opened);
  expect(told.text).toMatch(/2\.80\.0\.9, Portugal · MEO - .* \(AS3243\)$/m);
  const link = linkIn(told);
  expect(new URL(link).pathname).toBe('/disown/link');

  for (const method of ['HEAD', 'GET', 'GET']) await fetch(link, { method });
  await intruder.page.goto('/security');
  await expect(intruder.page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
  const scripted = await visit();
  await scripted.page.goto(link);
  await expect(scripted.page).toHaveURL('/disown');
  await expectAccessible(scripted.page);

  const { page, context } = await visit({ javaScript: false });
  await page.goto(link);
  // The token is in no address bar, history or referrer.
  await expect(page).toHaveURL('/disown');
  await expect(page.getByText(intruder.address)).toBeVisible();
  await expect(page.getByText(vera.email)).toHaveCount(0);
  const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`);
  const forged = await fetch(`${bulkhead().url}/disown`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example', cookie: cookies.join('; ') },
    body: new URLSearchParams({ a: 'b' }),
  });
  expect(forged.status).toBe(403);
  await intruder.page.goto('/security');
  await expect(intruder.page).toHaveURL(/\/security$/);

  await page.getByRole('button', { name: 'It wasn’t me: lock my account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account was locked' })).toBeVisible();
  for (const signedIn of [owner, intruder]) {
    await signedIn.page.goto('/security');
    await expect(signedIn.page).toHaveURL(/\/sign-in/);
  }
  await sendPassword(intruder.page, vera);
  await expect(intruder.page.getByText('That did not sign you in')).toBeVisible();

  const mail = await mailTo(vera.email, 'Your account is locked: choose a new password');
  await page.goto(linkIn(mail));
  await chooseNewPassword(page, next);
  await expect(page.getByText('Your new password is set. Sign in with it.')).toBeVisible();
  await signIn(page, { ...vera, password: next });
  // The old mail, found by somebody later, locks nobody out and ends nothing.
  const later = await visit();
  await later.page.goto(link);
  await expect(later.page.getByRole('heading', { name: 'Your account was locked' })).toBeVisible();
  await expect(later.page.getByRole('button', { name: /lock my account/ })).toHaveCount(0);
  await expectActivity(page, [
    ['Sign-in (password)', 'Yes'],
    ['Password reset by mailed link', 'Yes'],
    ['Sign-in', 'No'],
    ['Account locked by “this wasn’t me”', 'Yes'],
  ]);

  const staff = await visit({ storageState: staffStateFile });
  await staff.page.goto('/staff/findings?pattern=disowned&state=open');
  await expect(staff.page.getByRole('row', { name: vera.email })).toBeVisible();
});

test('failed sign-ins from several places are one mail and one notification, which can be read and marked', async ({
  visit,
}) => {
  const hugo = people.guessedAt;
  for (let place = 0; place < 5; place++) {
    const { page } = await visit({ address: newAddress() });
    await sendPassword(page, { ...hugo, password: 'not the password' });
    await expect(page.getByText('That did not sign you in')).toBeVisible();
  }
  // The worker looks once a minute.
  await expect
    .poll(async () => (await mailsTo(hugo.email)).length, { timeout: 100_000 })
    .toBeGreaterThan(0);
  const mail = await mailTo(hugo.email, guessing);
  expect(mail.text).toMatch(/There were \d failed attempts .* from \d addresses/);
  expect(mail.text).toContain('/disown/link?token=');

  const owner = await visit();
  await signIn(owner.page, hugo);
  const told = (await mailsTo(hugo.email)).filter(({ subject }) => subject === guessing);
  expect(told).toHaveLength(1);
  await readNotifications(owner.page);

  // The same browser without scripts.
  const plain = await visit({
    javaScript: false,
    address: owner.address,
    storageState: await saveState(owner.page),
  });
  await plain.page.goto('/notifications');
  await plain.page.getByRole('button', { name: /^Mark as read: Somebody is trying/ }).click();
  await expect(plain.page.getByText('Marked as read.')).toBeVisible();
  await expect(plain.page.getByRole('link', { name: 'Notifications, none unread' })).toBeVisible();
  const digest = plain.page.getByLabel('Failed sign-ins, once a day');
  await digest.uncheck();
  await plain.page.getByRole('button', { name: 'Save' }).click();
  await expect(plain.page.getByText('Your choice is saved.')).toBeVisible();
  await plain.page.reload();
  await expect(digest).not.toBeChecked();
  await expect(plain.page.getByLabel('Sessions ended on the security page')).toBeChecked();
});

async function readNotifications(page: Page) {
  await page.getByRole('link', { name: 'Notifications, 1 unread' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: guessing })).toBeVisible();
  await expect(page.getByText(/There were \d failed attempts/)).toBeVisible();
}

async function saveState(page: Page) {
  const path = test.info().outputPath('signed-in.json');
  await page.context().storageState({ path });
  return path;
}
