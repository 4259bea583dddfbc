import { expect, type Page } from '@playwright/test';
import type { Authenticator } from './authenticator.ts';

interface Owner {
  password: string;
}

async function prove(page: Page, { password }: Owner, phone?: Authenticator) {
  await page.getByLabel('Current password').fill(password);
  if (phone) await page.getByLabel('Six-digit code').fill(await phone.code());
}

/** Has the owner of an account invite somebody to it, with a code where they have an authenticator. */
export async function invite(
  page: Page,
  owner: Owner,
  guest: { email: string; name: string },
  phone?: Authenticator,
) {
  await page.goto('/people/invite');
  await page.getByLabel('Their email address').fill(guest.email);
  await page.getByLabel('Their name').fill(guest.name);
  await prove(page, owner, phone);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(page.getByText('The invitation is on its way by mail.')).toBeVisible();
}

/** Has a customer who has an authenticator add a passkey, which the browser must be able to keep. */
export async function addPasskey(page: Page, owner: Owner, phone: Authenticator) {
  await page.goto('/security/passkeys/add');
  await page.getByRole('textbox', { name: 'Name' }).fill('Laptop');
  await prove(page, owner, phone);
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await expect(page).toHaveURL(/notice=passkey-added/);
}
