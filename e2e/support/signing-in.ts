import { expect, type Page } from '@playwright/test';
import type { Authenticator } from './authenticator.ts';
import { codesTo } from './mailbox.ts';

interface Credentials {
  email: string;
  password: string;
}

/** Fills in the sign-in page and sends it. */
export async function sendPassword(page: Page, { email, password }: Credentials) {
  if (!new URL(page.url(), 'http://x').pathname.startsWith('/sign-in')) await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function sendCode(page: Page, code: string) {
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await page.getByLabel('Six-digit code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Signs in as far as a recovery code in place of the authenticator's. */
export async function sendRecoveryCode(page: Page, credentials: Credentials, code: string) {
  await sendPassword(page, credentials);
  await page.getByRole('link', { name: 'Use a recovery code instead' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Types the code that was mailed, once one has come beyond the `before` that had come already. */
export async function sendMailedCode(page: Page, email: string, before: number) {
  await expect.poll(async () => (await codesTo(email)).length).toBeGreaterThan(before);
  await typeMailedCode(page, (await codesTo(email)).at(-1) ?? '');
}

export async function typeMailedCode(page: Page, code: string) {
  await expect(page.getByRole('heading', { name: 'Type the code we mailed you' })).toBeVisible();
  await page.getByLabel('Eight-digit code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/**
 * Signs in, with a second factor where there is one, else with a mailed code where that is asked for, and
 * stands on the overview.
 */
export async function signIn(page: Page, credentials: Credentials, authenticator?: Authenticator) {
  const before = (await codesTo(credentials.email)).length;
  await sendPassword(page, credentials);
  if (authenticator) await sendCode(page, await authenticator.code());
  else {
    const asked = page.getByRole('heading', { name: 'Type the code we mailed you' });
    await expect(asked.or(page.getByRole('button', { name: 'Sign out' }))).toBeVisible();
    if (await asked.isVisible()) await sendMailedCode(page, credentials.email, before);
  }
  await expectSignedIn(page);
}

export async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
}

export async function expectSignedIn(page: Page) {
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

export async function expectSignedOut(page: Page) {
  await page.goto('/security');
  await expect(page).toHaveURL(/\/sign-in/);
}
