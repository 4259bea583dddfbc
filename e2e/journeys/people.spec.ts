import type { Page } from '@playwright/test';
import { invite } from '../support/account-work.ts';
import { enrol } from '../support/enrolling.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { chooseNewPassword } from '../support/resetting.ts';
import { expectSignedIn, sendCode, sendPassword, signIn, signOut } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

interface Guest {
  name: string;
  email: string;
  password: string;
}

const password = 'nine lanterns over a quiet harbor';

async function join(page: Page, guest: Guest) {
  await page.goto(linkIn(await mailTo(guest.email, 'Your account is ready for its password')));
  await chooseNewPassword(page, guest.password);
  await expect(page.getByText('Your new password is set.')).toBeVisible();
  await signIn(page, guest);
}

const rowOf = (page: Page, { email }: { email: string }) =>
  page.getByRole('row').filter({ hasText: email });

async function manage(page: Page, { name }: Guest) {
  await page.goto('/people');
  await page.getByRole('link', { name: `Manage ${name}` }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Fills in one of the forms of the page, which its button tells. */
async function prove(page: Page, button: string, typed: string) {
  const form = page
    .locator('form')
    .filter({ has: page.getByRole('button', { name: button, exact: true }) });
  await form.getByLabel('Current password').fill(typed);
  await form.getByRole('button', { name: button, exact: true }).click();
}

test('an owner invites and restricts somebody, requires a second factor, and removes them for good', async ({
  visit,
}) => {
  test.setTimeout(300_000);
  const marta = people.accountOwner;
  const guest = { name: 'Paul Adams', email: 'paul.adams.123@example.org', password };
  const { page } = await visit();
  await signIn(page, marta);
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible();

  // A wrong password invites nobody, and loses nothing that was typed.
  await page.goto('/people/invite');
  await page.getByLabel('Their email address').fill(guest.email);
  await page.getByLabel('Their name').fill(guest.name);
  await prove(page, 'Invite', 'not the password of anybody');
  await expect(page.getByText('Nothing has been changed.')).toBeVisible();
  await expect(page.getByLabel('Their name')).toHaveValue(guest.name);
  await invite(page, marta, guest);
  await expect(rowOf(page, guest)).toContainText('Invited, until');

  const member = await visit();
  await join(member.page, guest);
  await expect(member.page.getByRole('link', { name: 'People', exact: true })).toHaveCount(0);
  for (const path of ['/people', '/people/invite', '/people/second-factor']) {
    await member.page.goto(path);
    await expect(
      member.page.getByRole('heading', { name: 'Only an owner can manage people' }),
    ).toBeVisible();
  }
  await member.page.goto('/activity');
  await expect(
    member.page.getByRole('cell', { name: 'Joined the company’s account' }),
  ).toBeVisible();
  await page.goto('/people');
  await expect(rowOf(page, guest)).toContainText('Active');
  await expect(rowOf(page, guest)).toContainText('Off');

  await page.getByRole('link', { name: 'Require it' }).click();
  await prove(page, 'Require it', marta.password);
  await expect(page.getByText('A second factor is required from now on.')).toBeVisible();
  await mailTo(guest.email, 'Your company’s account now requires a second factor');
  await signOut(member.page);
  await sendPassword(member.page, guest);
  await expect(member.page).toHaveURL(/\/security\/authenticator/);
  await member.page.goto('/activity');
  await expect(member.page).toHaveURL(/\/security\/authenticator/);
  await expect(member.page.getByText('requires a second factor of everybody')).toBeVisible();
  const { authenticator } = await enrol(member.page, guest.password);
  await page.goto('/people');
  await expect(rowOf(page, guest)).toContainText('On');
  await signOut(member.page);
  await sendPassword(member.page, guest);
  await sendCode(member.page, await authenticator.code());
  await expectSignedIn(member.page);

  await manage(page, guest);
  await prove(page, 'Remove', marta.password);
  await expect(page.getByText('They no longer belong to your account')).toBeVisible();
  await expect(rowOf(page, guest)).toHaveCount(0);
  await member.page.goto('/activity');
  await expect(member.page).toHaveURL(/\/sign-in/);
  await sendPassword(member.page, guest);
  await expect(member.page).toHaveURL(/\/sign-in/);
  await expect(member.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await mailTo(guest.email, 'You were removed from your company’s account');
});

test('without JavaScript an owner invites, changes a role, and withdraws an invitation whose link is then dead', async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const hugo = people.accountOwnerNoScript;
  const guest = { name: 'Iris Blum', email: 'iris.blum.124@example.org', password };
  const late = { name: 'Late Comer', email: 'late.comer.125@example.org', password };
  const { page } = await visit({ javaScript: false });
  await signIn(page, hugo);
  await invite(page, hugo, guest);
  const member = await visit({ javaScript: false });
  await join(member.page, guest);
  await manage(page, guest);
  await expect(page.getByLabel('New role')).toHaveValue('owner');
  await prove(page, 'Change the role', hugo.password);
  await expect(page.getByText('The role has been changed.')).toBeVisible();
  await member.page.goto('/people');
  await expect(rowOf(member.page, hugo)).toContainText('Owner');

  // Somebody who is a customer already is shown like anybody, told by mail, and stays where they are.
  await invite(page, hugo, { ...people.reader, name: 'Somebody' });
  await expect(rowOf(page, people.reader)).toContainText('Invited, until');
  await expect(rowOf(page, people.reader)).toContainText('Somebody');
  await mailTo(people.reader.email, 'Somebody invited you to their account');

  await invite(page, hugo, late);
  const link = linkIn(await mailTo(late.email, 'Your account is ready for its password'));
  await manage(page, late);
  await prove(page, 'Withdraw', hugo.password);
  await expect(page.getByText('The invitation has been withdrawn.')).toBeVisible();
  await member.page.goto(link);
  await expect(
    member.page.getByRole('heading', { name: 'This invitation no longer works' }),
  ).toBeVisible();
});
