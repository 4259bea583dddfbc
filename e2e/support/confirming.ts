import { expect, type Page } from '@playwright/test';
import { asOwner } from './as-owner.ts';
import { Authenticator } from './authenticator.ts';
import { staff } from './bulkhead.ts';

/** Makes it so many minutes since a customer gave a factor, in every session of theirs. */
export async function sinceProof(email: string, minutes: number) {
  await asOwner(
    `UPDATE session SET proved_at = proved_at - interval '${minutes} minutes',
      proof_used_at = proof_used_at - interval '${minutes} minutes'
     FROM customer c WHERE c.id = customer_id AND c.email = '${email}'`,
  );
}

/** Types a factor on the page that asks for it again. */
export async function confirm(page: Page, label: string, typed: string) {
  await expect(page.getByRole('heading', { name: 'Confirm that it is you' })).toBeVisible();
  await page.getByLabel(label).fill(typed);
  await page.getByRole('button', { name: 'Confirm' }).click();
}

/** Has the first staff member give a code again, should their session have been open for longer than a proof lasts. */
export async function confirmStaff(page: Page) {
  await page.goto('/confirm?next=/staff');
  if (new URL(page.url()).pathname !== '/confirm') return;
  const { key, lastStep } = staff();
  const phone = new Authenticator(key, lastStep);
  // Another journey may have used the code of this half minute: then the next one is taken.
  await expect(async () => {
    await confirm(page, 'Code from your authenticator', await phone.code());
    await expect(page).toHaveURL('/staff');
  }).toPass({ timeout: 150_000 });
}
