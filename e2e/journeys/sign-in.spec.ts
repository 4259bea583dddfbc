import { Authenticator } from '../support/authenticator.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import {
  expectSignedIn,
  expectSignedOut,
  sendCode,
  sendPassword,
  signIn,
  signOut,
} from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const refused = 'That did not sign you in';

test('a customer of the older system signs in with the password they had, and out again', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.signIn);
  const stolen = await page.context().cookies();
  await signOut(page);
  await expectSignedOut(page);
  // The row decides: the cookie of a session that was ended opens nothing.
  await page.context().addCookies(stolen);
  await expectSignedOut(page);
  await signIn(page, people.signIn);
  await expectActivity(page, [
    ['Sign-in (password)', 'Yes'],
    ['Sign-out', 'Yes'],
    ['Sign-in (mailed code)', 'Yes'],
  ]);
});

test('a password beyond ASCII from the older system still signs in', async ({ visit }) => {
  const { page } = await visit();
  await signIn(page, people.unicode);
});

test('every failure reads the same, and keeps the email typed', async ({ visit }) => {
  const { page } = await visit();
  for (const attempt of [
    { email: people.wrongPassword.email, password: 'not the password at all' },
    { email: 'nobody.at.all@example.com', password: 'not the password at all' },
    { email: 'not an email address'.replaceAll(' ', '.'), password: 'x' },
  ]) {
    await page.goto('/sign-in');
    await page
      .locator('form')
      .first()
      .evaluate((form: HTMLFormElement) => {
        form.noValidate = true;
      });
    await sendPassword(page, attempt);
    await expect(page.getByText(refused)).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(attempt.email);
  }
});

test('with an authenticator, the password alone opens nothing; the code does, once', async ({
  visit,
}) => {
  const authenticator = new Authenticator(people.withTotp.totpKey);
  const { page } = await visit();
  await sendPassword(page, people.withTotp);
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await expectSignedOut(page);
  await sendPassword(page, people.withTotp);
  await sendCode(page, authenticator.wrongCode());
  await expect(page.getByText('That code did not work')).toBeVisible();
  await expect(page.getByLabel('Six-digit code')).toHaveAttribute('aria-invalid', 'true');
  await sendCode(page, await authenticator.code());
  await expectSignedIn(page);

  const other = await visit();
  await sendPassword(other.page, people.withTotp);
  await sendCode(other.page, authenticator.usedCode());
  await expect(other.page.getByText('That code did not work')).toBeVisible();
  await expectSignedOut(other.page);
});

test('after sign-in a customer is where they were going, and never on another site', async ({
  visit,
}) => {
  const { page } = await visit();
  await page.goto('/activity?kind=sign-in');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, people.deepLink);
  await expect(page).toHaveURL(/\/activity\?kind=sign-in$/);
  await signOut(page);
  for (const elsewhere of [
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
  ]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(elsewhere)}`);
    await sendPassword(page, people.deepLink);
    await expectSignedIn(page);
    expect(new URL(page.url()).pathname).toBe('/');
    await signOut(page);
  }
});

test('in French, every word of signing in is French', async ({ visit }) => {
  const { page } = await visit({ locale: 'fr-FR' });
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.getByLabel('Adresse').fill(people.french.email);
  await page.getByLabel('Mot de passe').fill('un mauvais mot de passe');
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await expect(page.getByText('La connexion n’a pas abouti')).toBeVisible();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a form sent from another site is refused', async ({ visit }) => {
  const { page } = await visit();
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
    const reply = await page.request.post('/sign-in', {
      headers,
      form: { email: 'a@example.com' },
    });
    expect(reply.status()).toBe(403);
  }
  const forged = await page.request.get('/sign-in', {
    headers: { 'x-forwarded-host': 'evil.example' },
  });
  expect(await forged.text()).not.toContain('evil.example');
});
