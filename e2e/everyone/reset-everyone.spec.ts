import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { enrol } from '../support/enrolling.ts';
import { linkIn, mailsTo, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import { runBulkhead } from '../support/run-bulkhead.ts';
import {
  expectSignedIn,
  sendCode,
  sendPassword,
  sendRecoveryCode,
  signIn,
  signOut,
} from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const reason = 'Intruders may have copied our table of passwords. Yours must be replaced.';
const next = 'gravel road beyond the orchard';

test('a reset of everyone takes effect at once, for customers and staff, and is watched live', async ({
  visit,
}) => {
  test.setTimeout(360_000);
  const member = staff();
  // The journeys before may have used the codes up to this moment's.
  const authenticator = new Authenticator(member.key, Math.floor(Date.now() / 30_000));
  const customer = await visit();
  await signIn(customer.page, people.resetAll);

  const { page } = await visit({ storageState: staffStateFile });
  const fill = async (phrase: string, code: string) => {
    await page.getByLabel('Message in English').fill(reason);
    await page.getByLabel(/To confirm, type/).fill(phrase);
    await page.getByLabel('Code from your authenticator').fill(code);
    await page.getByRole('button', { name: 'Reset everyone now' }).click();
  };
  await page.goto('/staff/resets/new');
  await fill('reset', authenticator.wrongCode());
  await expect(page.getByText('Type exactly: reset everyone')).toBeVisible();
  await expect(page.getByLabel('Message in English')).toHaveValue(reason);
  await fill('reset everyone', authenticator.wrongCode());
  await expect(page.getByText('That code did not work, and nothing has been reset.')).toBeVisible();
  await customer.page.reload();
  await expectSignedIn(customer.page);

  await fill('reset everyone', await authenticator.code());
  await expect(page.getByText('This waits for a second member')).toBeVisible();
  await customer.page.reload();
  await expectSignedIn(customer.page);
  const second = await visit();
  const codes = new Authenticator(people.secondMember.totpKey, Math.floor(Date.now() / 30_000));
  await signIn(second.page, people.secondMember, codes);
  await second.page.goto(page.url());
  await second.page.getByLabel('Code from your authenticator').fill(await codes.code());
  await second.page.getByRole('button', { name: 'Approve and put in force' }).click();
  await expect(second.page).toHaveURL(/\/sign-in/);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);
  await customer.page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(customer.page).toHaveURL(/\/sign-in/);

  // Staff are led through it like everybody else, second factor included.
  await sendPassword(page, member);
  await expect(page.getByText(reason)).toBeVisible();
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  await page.goto(linkIn(await mailTo(member.email, 'Choose a new password')));
  await chooseNewPassword(page, next, authenticator.wrongCode());
  await expect(page.getByText('That code did not work.')).toBeVisible();
  await chooseNewPassword(page, next, await authenticator.code());
  await expect(page.getByText('Your new password is set.')).toBeVisible();
  await sendPassword(page, { ...member, password: next });
  await sendCode(page, await authenticator.code());
  await expectSignedIn(page);

  await page.goto('/staff/resets');
  await page.getByRole('link', { name: 'Everyone', exact: true }).first().click();
  const done = page.getByText(/^\d+ of \d+ have chosen a new password since\.$/);
  await expect(done).toContainText(/^1 of \d+/);
  const before = await mailsTo(people.resetAll.email);
  await sendPassword(customer.page, people.resetAll);
  await expect(customer.page.getByText(reason)).toBeVisible();
  await askForLink(customer.page, people.resetAll.email);
  await customer.page.goto(linkIn(await mailTo(people.resetAll.email, 'Choose a new password')));
  await chooseNewPassword(customer.page, next);
  await expect(customer.page.getByText('Your new password is set.')).toBeVisible();
  await signIn(customer.page, { ...people.resetAll, password: next });
  // The staff page was not touched: it keeps itself up to date.
  await expect(done).toContainText(/^2 of \d+/, { timeout: 60_000 });

  // Everybody was told, once each.
  await mailTo(people.resetAll.email, 'You need to choose a new password');
  await mailTo(people.unicode.email, 'You need to choose a new password');
  const told = [...before, ...(await mailsTo(people.resetAll.email))].filter(
    (mail) => mail.subject === 'You need to choose a new password',
  );
  expect(new Set(told.map((mail) => mail.id)).size).toBe(1);
  await customer.page.goto('/activity?kind=forced-reset');
  await expect(
    customer.page.getByRole('cell', { name: 'New password required by staff' }),
  ).toBeVisible();
});

test('authenticators declared void end their sessions, and lead back by mail to enrolment before all else', async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const { page } = await visit();
  const person = { ...people.resetAll, password: next };
  await signIn(page, person);
  const { recoveryCodes } = await enrol(page, person.password);
  const stolen = 'A copy of the keys that seal authenticators was stolen.';
  const told = runBulkhead('totp', 'reset-all', '--reason', stolen, '--yes');
  expect(told).toMatch(/^\d+ authenticators void since /);

  await page.goto('/activity');
  await expect(page).toHaveURL(/\/sign-in/);
  await sendPassword(page, person);
  await expect(page.getByText(stolen)).toBeVisible();
  await expect(page.getByText('led through setting up a new authenticator')).toBeVisible();
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  await page.goto(linkIn(await mailTo(person.email, 'Choose a new password', 2)));
  const again = 'fence posts along the north field';
  await chooseNewPassword(page, again);
  await expect(page.getByText('Your new password is set.')).toBeVisible();
  await sendPassword(page, { ...person, password: again });
  await expect(page.getByText('Your earlier authenticator no longer counts')).toBeVisible();
  await page.goto('/activity');
  await expect(page).toHaveURL(/\/security\/authenticator$/);

  const { authenticator } = await enrol(page, again);
  await page.goto('/activity');
  await expect(page).toHaveURL(/\/activity$/);
  await signOut(page);
  await sendRecoveryCode(page, { ...person, password: again }, recoveryCodes[0] ?? '');
  await expect(page.getByText('That recovery code did not work.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
  await signIn(page, { ...person, password: again }, authenticator);
});
