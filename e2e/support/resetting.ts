import { expect, type Page } from '@playwright/test';

/** Asks for a link as anybody may; the answer is the same for every address. */
export async function askForLink(page: Page, email: string) {
  await page.goto('/forgotten-password');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
  await expect(
    page.getByText('If we know this address, a link is on its way to it.'),
  ).toBeVisible();
}

/** Fills in the page that a mailed link leads to, and sends it. */
export async function chooseNewPassword(page: Page, password: string, code?: string) {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('The new password once more').fill(password);
  if (code) await page.getByLabel('Six-digit code').fill(code);
  await page.getByRole('button', { name: 'Set the password' }).click();
}
