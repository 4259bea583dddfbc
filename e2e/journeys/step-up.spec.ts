import { Authenticator } from '../support/authenticator.ts';
import { confirm, sinceProof } from '../support/confirming.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

test('what is sensitive asks for the password again after ten minutes, and leads back to where one was', async ({
  visit,
}) => {
  const { email, password } = people.confirming;
  const [{ page }, other] = [await visit(), await visit()];
  await signIn(page, people.confirming);
  await signIn(other.page, people.confirming);
  await page.goto('/security');
  await page.getByRole('button', { name: 'Forget all' }).click();
  await expect(page.getByText('All devices are forgotten.')).toBeVisible();

  await sinceProof(email, 10);
  await page.goto('/security');
  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await confirm(page, 'Your password', 'not my password');
  await expect(page.getByText('This is not the right password')).toBeVisible();
  await confirm(page, 'Your password', password);
  await expect(page).toHaveURL('/security');
  await other.page.goto('/security');
  await expect(other.page).toHaveURL('/security');

  // What was confirmed in one browser opens nothing in another.
  await other.page.goto('/activity?kind=sign-in');
  await other.page.getByRole('link', { name: 'Download as CSV' }).click();
  await expect(other.page).toHaveURL(/\/confirm/);

  await page.goto('/activity?kind=sign-in');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  expect((await downloading).suggestedFilename()).toBe('activity.csv');
  await sinceProof(email, 60);
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  await confirm(page, 'Your password', password);
  await expect(page).toHaveURL('/activity?kind=sign-in');

  await page.goto('/security');
  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await expect(page.getByText('All other sessions are ended.')).toBeVisible();
  await other.page.goto('/security');
  await expect(other.page).toHaveURL(/\/sign-in/);
  await expectActivity(page, [
    ['Session ended', 'Yes'],
    ['Confirmed who you are (password)', 'Yes'],
    ['Activity downloaded as a file', 'Yes'],
    ['Confirmed who you are (password)', 'Yes'],
    ['Confirmed who you are', 'No'],
  ]);
});

test('without JavaScript, a form that lay open too long asks for the code in its midst and keeps what was chosen', async ({
  visit,
}) => {
  const { email, password, totpKey } = people.confirmingNoScript;
  const phone = new Authenticator(totpKey);
  const next = 'four harbours and a slow tide';
  const { page } = await visit({ javaScript: false });
  await signIn(page, people.confirmingNoScript, phone);
  await page.goto('/security/password');
  const fill = async () => {
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('The new password once more').fill(next);
  };
  await fill();
  await page.getByLabel('Keep my other sessions signed in').check();
  await sinceProof(email, 10);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Nothing has been done yet.')).toBeVisible();
  await expect(page.getByLabel('Keep my other sessions signed in')).toBeChecked();
  await fill();
  await page.getByLabel('Code from your authenticator').fill(phone.wrongCode());
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('This is not the right code')).toBeVisible();
  await fill();
  await page.getByLabel('Code from your authenticator').fill(await phone.code());
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();

  // Where it is owed already, the form is drawn with it.
  await sinceProof(email, 10);
  await page.goto('/security/password');
  await expect(page.getByLabel('Code from your authenticator')).toBeVisible();
  await page.goto('/security');
  await page.getByRole('button', { name: 'Forget all' }).click();
  await confirm(page, 'Code from your authenticator', await phone.code());
  await expect(page).toHaveURL('/security');
  await page.getByRole('button', { name: 'Forget all' }).click();
  await expect(page.getByText('All devices are forgotten.')).toBeVisible();
});

test('confirming leads nowhere but into the panel', async ({ visit }) => {
  const { email, password } = people.confirming;
  const { page } = await visit();
  await signIn(page, people.confirming);
  for (const next of ['https://evil.example/', '//evil.example', '/confirm?next=/security']) {
    await sinceProof(email, 10);
    await page.goto(`/confirm?next=${encodeURIComponent(next)}`);
    await confirm(page, 'Your password', password);
    await expect(page).toHaveURL('/');
  }
});
