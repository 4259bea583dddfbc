import { expectAccessible } from '../support/accessible.ts';
import { addPasskey, invite } from '../support/account-work.ts';
import { Authenticator } from '../support/authenticator.ts';
import { staffStateFile } from '../support/bulkhead.ts';
import { confirmStaff, sinceProof } from '../support/confirming.ts';
import { makeFinding } from '../support/finding-work.ts';
import { showGlobalError } from '../support/global-error.ts';
import { Looks } from '../support/looking.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { askForLink } from '../support/resetting.ts';
import { linked, pagesInApp } from '../support/routes.ts';
import { sendCode, sendPassword } from '../support/signing-in.ts';
import { forceReset, openCustomer, uploadList } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';
import { addVirtualAuthenticator } from '../support/virtual-authenticator.ts';
import { expectAccessibleWithoutScripts } from '../support/without-scripts.ts';

const looks = new Looks();
const { everyOwner, everyGuest, everySuspect, everyReset } = people;
const phone = new Authenticator(everyOwner.totpKey);
const guest = { name: 'Odile Renard', email: 'odile.renard.194@example.org' };

// The last asks what the others have looked at.
test.describe.configure({ mode: 'serial', timeout: 1_800_000 });

test('what strangers see is for everyone', async ({ visit }) => {
  const { page } = await visit();
  for (const path of [
    ...['/sign-in', '/forgotten-password', '/forgotten-password/sent', '/reset', '/invitation'],
    ...['/disown', '/email', '/help', '/setup', '/unavailable', '/nowhere'],
  ]) {
    await looks.at(page, path);
  }
  await sendPassword(page, { ...everyGuest, password: 'a guess' });
  await expect(page.getByText('That did not sign you in')).toBeVisible();
  await expectAccessible(page);
  await askForLink(page, everyGuest.email);
  await page.goto(linkIn(await mailTo(everyGuest.email, 'Choose a new password')));
  await expect(page).toHaveURL(/\/reset$/);
  await looks.at(page, '/reset');
  await page.goto('/sign-in');
  await sendPassword(page, everyGuest);
  await expect(page).toHaveURL(/mailed-code/);
  await looks.at(page, '/sign-in/mailed-code');
});

test('what customers see is for everyone', async ({ visit }) => {
  const { page } = await visit();
  await sendPassword(page, everyOwner);
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await looks.at(page, '/sign-in/code');
  await looks.at(page, '/sign-in/code?with=recovery-code');
  await page.goto('/sign-in/code');
  await page.getByLabel('Six-digit code').fill(await phone.code());
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL('/');

  await addVirtualAuthenticator(page);
  await looks.at(page, '/security/passkeys/add');
  await addPasskey(page, everyOwner, phone);
  await invite(page, everyOwner, guest, phone);
  await looks.at(page, await linked(page, '/people/[id]'));
  for (const path of [
    ...['/', '/activity', '/activity?kind=invited', '/activity?address=nonsense'],
    ...['/activity/verify', '/activity/time-zone', '/notifications', '/people', '/people/invite'],
    ...[
      '/people/second-factor',
      '/security',
      '/security/email',
      '/security/password',
      '/security/authenticator',
    ],
    ...['/security/authenticator/remove', '/security/recovery-codes'],
  ]) {
    await looks.at(page, path);
  }
  await page.goto('/security');
  const [rename, remove] = [
    await linked(page, '/security/passkeys/[id]/rename'),
    await linked(page, '/security/passkeys/[id]/remove'),
  ];
  await looks.at(page, rename);
  await looks.at(page, remove);
  await sinceProof(everyOwner.email, 60);
  await looks.at(page, '/confirm?next=/security');
  await looks.at(page, '/security/password');

  const invited = await visit();
  await invited.page.goto(
    linkIn(await mailTo(guest.email, 'Your account is ready for its password')),
  );
  await expect(invited.page).toHaveURL(/\/invitation$/);
  await looks.at(invited.page, '/invitation');
});

test('without JavaScript, forms and what comes back with faults are for everyone', async ({
  visit,
}) => {
  const [{ page }, { page: scripted }] = [await visit({ javaScript: false }), await visit()];
  const look = () => expectAccessibleWithoutScripts(page, scripted);
  await page.goto('/sign-in');
  await look();
  await sendPassword(page, { ...everyOwner, password: 'a guess' });
  await expect(page.getByText('That did not sign you in')).toBeVisible();
  await look();
  await sendPassword(page, everyOwner);
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await look();
  await sendCode(page, phone.wrongCode());
  await expect(page.getByLabel('Six-digit code')).toHaveAttribute('aria-invalid', 'true');
  await look();
  await sendCode(page, await phone.code());
  await expect(page).toHaveURL('/');
  await page.goto('/security/password');
  await look();
  await page.getByLabel('Current password').fill(everyOwner.password);
  await page.getByLabel('New password', { exact: true }).fill('one');
  await page.getByLabel('The new password once more').fill('another');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('The two passwords differ')).toBeVisible();
  await look();
  await page.goto('/security/passkeys/add');
  await look();
});

test('what is shown where nothing else can be is for everyone, in either language', async ({
  visit,
}) => {
  for (const { locale, title } of [
    { locale: 'en-GB', title: 'Something went wrong on our side' },
    { locale: 'fr-FR', title: 'Une erreur s’est produite de notre côté' },
  ]) {
    const { page } = await visit({ locale });
    await page.goto('/help');
    await showGlobalError(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused();
    await expect(page.getByText('1234567890')).toBeVisible();
    expect(await page.content()).not.toContain('a secret');
    await expectAccessible(page);
  }
});

test('what staff see of one case is for everyone', async ({ visit }) => {
  await makeFinding(visit, everySuspect);
  const { page } = await visit({ storageState: staffStateFile });
  await confirmStaff(page);
  await openCustomer(page, everyReset);
  await looks.at(page, new URL(page.url()).pathname);
  await looks.at(page, await linked(page, '/staff/colleagues/[id]'));
  await openCustomer(page, everyReset);
  await forceReset(page, 'A list of passwords was found.');
  const reset = new URL(page.url()).pathname;
  // The live page gets its last control with its last mail: one that came while looking would seem unreached.
  await expect(page.getByText('Done: 1 was told.')).toBeVisible({ timeout: 60_000 });
  await looks.at(page, reset);
  await looks.at(page, `${reset}/report`);

  await page.goto('/staff/resets/lists/new');
  await uploadList(page, 'list.txt', 'no address');
  await expect(page).toHaveURL(/\/staff\/resets\/lists\/[0-9a-f-]{36}/);
  await looks.at(page, new URL(page.url()).pathname);

  await page.goto('/staff/findings');
  await looks.at(page, await linked(page, '/staff/findings/[id]'));
  await page.getByRole('link', { name: 'Investigate' }).click();
  await page.getByRole('button', { name: 'Look for them' }).click();
  await expect(page).toHaveURL(/\/staff\/investigations\/[0-9a-f-]{36}/);
  const investigation = new URL(page.url()).pathname;
  await looks.at(page, investigation);
  await looks.at(page, await linked(page, '/staff/investigations/[id]/accounts/[customerId]'));
});

test('what staff see of everybody is for everyone', async ({ visit }) => {
  const { page } = await visit({ storageState: staffStateFile });
  await confirmStaff(page);
  for (const path of [
    ...['/staff', '/staff?window=30d', '/staff/customers', '/staff/customers/invite'],
    ...['/staff/findings', '/staff/investigations', '/staff/investigations/new', '/staff/resets'],
    ...['/staff/resets/new', '/staff/resets/some', '/staff/resets/lists/new', '/staff/passwords'],
    ...['/staff/mail', '/staff/colleagues', '/staff/audit'],
  ]) {
    await looks.at(page, path);
  }
});

test('no page of the panel has been forgotten', () => {
  expect(pagesInApp().filter((page) => !looks.routes.has(page))).toEqual([]);
});
