import { expectAccessible } from '../support/accessible.ts';
import { mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { expectSignedIn, sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';
import { addVirtualAuthenticator } from '../support/virtual-authenticator.ts';

const { email, password } = people.passkeys;

test('a customer adds two passkeys, signs in with one alone and as second factor, and removes them', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.passkeys);
  const first = await addVirtualAuthenticator(page);

  await page.goto('/security');
  await page.getByRole('link', { name: 'Add a passkey' }).click();
  await expect(page).toHaveURL(/\/passkeys\/add/);
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill('Laptop');
  await page.getByLabel('Current password').fill('somebody else’s guess');
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(page.getByText('did not work. A code works once')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Laptop');
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(page.getByText('The passkey is added.')).toBeVisible();
  const codes = await page.getByRole('listitem').allInnerTexts();
  expect(new Set(codes).size).toBe(10);
  await mailTo(email, 'A passkey was added to your account');

  // The same authenticator has one already; another makes the second, by proof of a recovery code.
  await first.unplug();
  const second = await addVirtualAuthenticator(page);
  await page.goto('/security/passkeys/add?with=recovery-code');
  await page.getByRole('textbox', { name: 'Name' }).fill('Phone');
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('Recovery code').fill(codes[0] as string);
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(page).toHaveURL(/notice=passkey-added/);
  const table = page.getByRole('table', { name: 'Passkeys' });
  await expect(table.getByRole('row', { name: /Laptop/ })).toContainText('Not yet');
  await expect(table.getByRole('row', { name: /Phone/ })).toContainText('Not yet');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Rename Phone' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Work phone');
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Rename it' }).click();
  await expect(page.getByText('The passkey is renamed.')).toBeVisible();

  await second.verifiesUser(false);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('No passkey was used')).toBeVisible();
  await second.verifiesUser(true);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expectSignedIn(page);
  await page.goto('/security');
  await expect(table.getByRole('row', { name: /Work phone/ })).toContainText('Chrome');

  // As second factor, after the password, handed over by an extension of a password manager.
  await second.verifiesUser(false);
  await page.addInitScript(handOverAsExtensionsDo);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.reload();
  await sendPassword(page, people.passkeys);
  await expect(page.getByRole('heading', { name: 'Use your passkey' })).toBeVisible();
  await expectAccessible(page);
  await second.verifiesUser(true);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expectSignedIn(page);

  await page.goto('/security');
  await page.getByRole('link', { name: 'Remove Laptop' }).click();
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Remove the passkey' }).click();
  await expect(page).toHaveURL(/notice=passkey-removed$/);
  await mailTo(email, 'A passkey was removed from your account');
  await page.getByRole('link', { name: 'Remove Work phone' }).click();
  await expect(page.getByText('It is your last second factor')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Use a recovery code instead' }).click();
  await page.getByLabel('Recovery code').fill(codes[0] as string);
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Remove the passkey' }).click();
  await expect(page.getByText('did not work. A code works once')).toBeVisible();
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('Recovery code').fill(codes[1] as string);
  await page.getByRole('button', { name: 'Remove the passkey' }).click();
  await expect(page).toHaveURL(/notice=passkey-removed-last/);
  await expect(page.getByText('None so far.')).toBeVisible();
  await expectActivity(page, [
    ['Passkey removed', 'Yes'],
    ['Passkey removed', 'No'],
    ['Passkey removed', 'Yes'],
    ['Sign-in (passkey)', 'Yes'],
    ['Sign-out', 'Yes'],
    ['Sign-in (passkey)', 'Yes'],
    ['Sign-out', 'Yes'],
    ['Passkey renamed', 'Yes'],
    ['Passkey added', 'Yes'],
    ['Passkey added', 'Yes'],
    ['Passkey added', 'No'],
  ]);
});

test('a passkey that the browser offers where the email is typed signs in from there', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.passkeys);
  // Its user chooses whatever is offered, at once.
  await addVirtualAuthenticator(page);
  await page.goto('/security/passkeys/add');
  await page.getByRole('textbox', { name: 'Name' }).fill('Laptop');
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(page.getByText('The passkey is added.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
  await expectSignedIn(page);
  await expectActivity(page, [
    ['Sign-in (passkey)', 'Yes'],
    ['Sign-out', 'Yes'],
  ]);
});

test('without JavaScript the pages say that passkeys take some, and the password still opens', async ({
  visit,
}) => {
  const { page } = await visit({ javaScript: false });
  await page.goto('/sign-in');
  // A browser whose scripts a test has switched off shows no noscript, as one does whose owner has.
  const words = await (await page.request.get('/sign-in')).text();
  expect(words).toMatch(/<noscript><p>Passkeys need JavaScript/);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toHaveCount(0);
});

// A plain object of the browser's prototype, whose own `toJSON` and getters refuse it.
function handOverAsExtensionsDo() {
  const get = navigator.credentials.get.bind(navigator.credentials);
  navigator.credentials.get = async (options) => {
    const { id, type, response } = (await get(options)) as PublicKeyCredential;
    const { clientDataJSON, authenticatorData, signature, userHandle } =
      response as AuthenticatorAssertionResponse;
    const signed = { clientDataJSON, authenticatorData, signature, userHandle };
    return Object.create(PublicKeyCredential.prototype, {
      id: { value: id },
      type: { value: type },
      response: { value: signed },
    });
  };
}
