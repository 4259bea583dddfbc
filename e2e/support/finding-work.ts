import { staffStateFile } from './bulkhead.ts';
import type { Person } from './people.ts';
import { sendPassword, signIn } from './signing-in.ts';
import { expect, type Visit } from './test.ts';

/**
 * Makes a finding: a right password from a device that is not its owner's.
 *
 * @returns the browser that gave it, where a code is asked for that was mailed to the owner.
 */
export async function makeFinding(
  visit: (options: object) => Promise<Visit>,
  owner: Person,
): Promise<Visit> {
  const own = await visit({ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' });
  await signIn(own.page, owner);
  const intruder = await visit({ userAgent: 'Mozilla/5.0 (iPhone) Safari/604.1' });
  await sendPassword(intruder.page, owner);
  await expect(intruder.page).toHaveURL(/mailed-code/);
  const { page } = await visit({ storageState: staffStateFile });
  await expect(async () => {
    await page.goto('/staff/findings?pattern=first-try&state=open');
    await expect(page.getByRole('row', { name: owner.email })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return intruder;
}
