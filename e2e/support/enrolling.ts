import { expect, type Page } from '@playwright/test';
import { Authenticator } from './authenticator.ts';

/** What an enrolment shows, once. */
export interface Enrolled {
  authenticator: Authenticator;
  uri: string;
  recoveryCodes: string[];
}

/** Goes as far as the QR code, and reads the key off the page as a phone would. */
export async function beginEnrolling(page: Page, password: string) {
  await page.goto('/security/authenticator');
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  const link = page.getByRole('link', { name: 'Open in an app on this device' });
  const uri = (await link.getAttribute('href')) ?? '';
  const authenticator = Authenticator.fromUri(uri);
  // The key in letters, in groups of four, is the one in the picture's URI.
  await expect(
    page.getByText(
      Authenticator.keyOf(uri)
        .match(/.{1,4}/g)
        ?.join(' ') ?? '',
    ),
  ).toBeVisible();
  return { uri, authenticator };
}

/** Enrols an authenticator and reads the recovery codes. */
export async function enrol(page: Page, password: string): Promise<Enrolled> {
  const { uri, authenticator } = await beginEnrolling(page, password);
  await page.getByLabel('Six-digit code').fill(await authenticator.code());
  await page.getByRole('button', { name: 'Turn the authenticator on' }).click();
  await expect(page.getByText('The authenticator is on.')).toBeVisible();
  const recoveryCodes = await page.getByRole('listitem').allInnerTexts();
  return { authenticator, uri, recoveryCodes };
}
