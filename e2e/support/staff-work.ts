import { expect, type Page } from '@playwright/test';
import type { Authenticator } from './authenticator.ts';

/** Finds a customer as staff do, and opens their page. */
export async function openCustomer(page: Page, person: { email: string; name: string }) {
  await page.goto('/staff');
  await page.getByLabel('Email or name, or a part of it').fill(person.email);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: person.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: person.name })).toBeVisible();
}

/** Requires a new password of the customer whose page is open. */
export async function forceReset(page: Page, reason: string) {
  await page.getByLabel('Reason, for the customer to read').fill(reason);
  await page.getByLabel(/to have to choose a new password/).check();
  await page.getByRole('button', { name: 'Require a new password' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Reset of/ })).toBeVisible();
}

/** Asks, on the page of the colleague that is open, for another role of theirs. */
export async function askForRole(page: Page, role: string, code: string) {
  await page.getByLabel('New role').selectOption(role);
  await page.getByLabel('Code of your authenticator').fill(code);
  await page.getByRole('button', { name: 'Change the role' }).click();
}

/** Gives a customer who has an authenticator a role, by the codes of a member of security. */
export async function makeColleague(
  page: Page,
  person: { email: string; name: string },
  role: string,
  phone: Authenticator,
) {
  await openCustomer(page, person);
  await page.getByRole('link', { name: 'Change role' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Role of/ })).toBeVisible();
  // Another journey may have used the code of this half minute: then the next one is taken.
  await expect(async () => {
    await askForRole(page, role, await phone.code());
    await expect(page.getByText(`The role of ${person.name} has been changed.`)).toBeVisible();
  }).toPass({ timeout: 150_000 });
}

/** The fields of a form, as a browser would post them without JavaScript. */
export async function fieldsOf(page: Page, label: string): Promise<Record<string, string>> {
  return page
    .locator('form', { has: page.getByLabel(label) })
    .evaluate(
      (form: HTMLFormElement) => Object.fromEntries(new FormData(form)) as Record<string, string>,
    );
}

/** Uploads a list of addresses on the page that asks for one. */
export async function uploadList(page: Page, name: string, content: string | Buffer) {
  const buffer = Buffer.from(content as string);
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/plain', buffer });
  await page.getByRole('button', { name: 'Upload' }).click();
}

/** Writes what the mail of a reset says, in both languages. */
export async function writeMessage(page: Page, { en, fr }: { en: string; fr: string }) {
  await page.getByLabel('Message in English').fill(en);
  await page.getByLabel('Message in French').fill(fr);
}
