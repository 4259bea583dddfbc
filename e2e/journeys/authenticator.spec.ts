import { Authenticator } from '../support/authenticator.ts';
import { beginEnrolling } from '../support/enrolling.ts';
import { mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import {
  expectSignedIn,
  expectSignedOut,
  sendCode,
  sendPassword,
  sendRecoveryCode,
  signIn,
} from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

test('a customer enrols an authenticator, signs in with it, and removes it again', async ({
  visit,
}) => {
  const { page } = await visit();
  const { email, password } = people.enrolment;
  await signIn(page, people.enrolment);

  await page.goto('/security/authenticator');
  await page.getByLabel('Current password').fill('somebody else’s guess');
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(page.getByText('That is not your password')).toBeVisible();

  const begun = await beginEnrolling(page, password);
  await page.getByLabel('Six-digit code').fill(begun.authenticator.wrongCode());
  await page.getByRole('button', { name: 'Turn the authenticator on' }).click();
  await expect(page.getByText('That code did not work')).toBeVisible();
  // A wrong code loses nothing: the same key is still shown.
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
  await page.getByLabel('Six-digit code').fill(await begun.authenticator.code());
  await page.getByRole('button', { name: 'Turn the authenticator on' }).click();
  await expect(page.getByText('The authenticator is on.')).toBeVisible();
  const codes = await page.getByRole('listitem').allInnerTexts();
  expect(new Set(codes).size).toBe(10);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('bulkhead-recovery-codes.txt');
  await mailTo(email, 'An authenticator was added to your account');

  // Shown once: the page knows neither key nor codes any more.
  await page.goto('/security/authenticator');
  await expect(page.getByText('An authenticator is set up already.')).toBeVisible();
  await expect(page.getByText(codes[0] as string)).toHaveCount(0);

  const other = await visit();
  await sendPassword(other.page, people.enrolment);
  await sendCode(other.page, begun.authenticator.usedCode());
  await expect(other.page.getByText('That code did not work')).toBeVisible();
  await sendCode(other.page, await begun.authenticator.code());
  await expectSignedIn(other.page);

  await page.goto('/security');
  await page.getByRole('link', { name: 'Remove the authenticator' }).click();
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('Six-digit code').fill(begun.authenticator.wrongCode());
  await page.getByRole('button', { name: 'Remove the authenticator' }).click();
  await expect(page.getByText('The password or the code did not work.')).toBeVisible();
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('Six-digit code').fill(await begun.authenticator.code());
  await page.getByRole('button', { name: 'Remove the authenticator' }).click();
  await expect(page.getByText('The authenticator is removed.')).toBeVisible();
  await mailTo(email, 'The authenticator was removed from your account');
  const third = await visit();
  await signIn(third.page, people.enrolment);
  await expectActivity(third.page, [
    ['Sign-in (mailed code)', 'Yes'],
    ['A code was mailed because this device was new', 'Yes'],
    ['Authenticator removed', 'Yes'],
    ['Authenticator removed', 'No'],
    ['Sign-in (authenticator)', 'Yes'],
    ['Code at sign-in', 'No'],
    ['Authenticator added', 'Yes'],
    ['Authenticator added', 'No'],
    ['Authenticator added', 'No'],
  ]);
});

test('a recovery code signs in once, is told by mail, and can be replaced', async ({ visit }) => {
  const authenticator = new Authenticator(people.recovery.totpKey);
  const { page } = await visit();
  await signIn(page, people.recovery, authenticator);
  await page.goto('/security/recovery-codes');
  await page.getByLabel('Current password').fill(people.recovery.password);
  await page.getByLabel('Six-digit code').fill(await authenticator.code());
  await page.getByRole('button', { name: 'Replace the codes' }).click();
  await expect(page.getByText('The codes you had before no longer work.')).toBeVisible();
  const [code = ''] = await page.getByRole('listitem').allInnerTexts();

  const second = await visit();
  await sendRecoveryCode(second.page, people.recovery, code);
  await expectSignedIn(second.page);
  await mailTo(people.recovery.email, 'A recovery code was used');
  await second.page.goto('/security');
  await expect(second.page.getByText('9 left.')).toBeVisible();
  await expectActivity(second.page, [
    ['Recovery code used', 'Yes'],
    ['Sign-in (recovery code)', 'Yes'],
    ['Recovery codes replaced', 'Yes'],
    ['Sign-in (authenticator)', 'Yes'],
  ]);

  const third = await visit();
  await sendRecoveryCode(third.page, people.recovery, code);
  await expect(third.page.getByText('That recovery code did not work.')).toBeVisible();
  await expectSignedOut(third.page);
});

test('with JavaScript off, a customer enrols an authenticator from QR code to recovery codes', async ({
  visit,
}) => {
  const { page } = await visit({ javaScript: false });
  await signIn(page, people.enrolmentNoScript);
  const { authenticator } = await beginEnrolling(page, people.enrolmentNoScript.password);
  await page.getByLabel('Six-digit code').fill(authenticator.wrongCode());
  await page.getByRole('button', { name: 'Turn the authenticator on' }).click();
  await expect(page.getByText('That code did not work')).toBeVisible();
  await page.getByLabel('Six-digit code').fill(await authenticator.code());
  await page.getByRole('button', { name: 'Turn the authenticator on' }).click();
  await expect(page.getByText('The authenticator is on.')).toBeVisible();
  expect(await page.getByRole('listitem').allInnerTexts()).toHaveLength(10);
  await page.getByRole('link', { name: 'I have saved them' }).click();
  await expect(page.getByText('On since')).toBeVisible();
});

test('a key begun in one session cannot be confirmed from another’s cookie', async ({ visit }) => {
  const { page, context } = await visit();
  await signIn(page, people.disabling, new Authenticator(people.disabling.totpKey));
  await page.goto('/security/authenticator');
  await expect(page.getByText('An authenticator is set up already.')).toBeVisible();
  const victim = await visit();
  await signIn(victim.page, people.isolationA);
  await beginEnrolling(victim.page, people.isolationA.password);
  const cookies = await victim.context.cookies();
  await context.addCookies(cookies.filter((cookie) => cookie.name.includes('enrolment')));
  await page.goto('/security/authenticator');
  await expect(page.getByRole('img', { name: 'QR code' })).toHaveCount(0);
});
