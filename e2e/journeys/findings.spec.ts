import type { Page } from '@playwright/test';
import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { enrol } from '../support/enrolling.ts';
import { people } from '../support/people.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { makeColleague } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const olga = people.intruded;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

test('an intruder’s first try opens a finding that security investigates, clears and closes, and an auditor only reads', async ({
  visit,
}) => {
  test.setTimeout(360_000);
  await signIn((await visit({ userAgent: firefox })).page, olga);
  const intruder = await visit({ userAgent: safari });
  await sendPassword(intruder.page, olga);
  await expect(
    intruder.page.getByRole('heading', { name: 'Type the code we mailed you' }),
  ).toBeVisible();

  const { page } = await visit({ storageState: staffStateFile });
  await expect(async () => {
    await page.goto('/staff/findings?pattern=first-try&state=open');
    await expect(row(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row(page).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: firstTry })).toBeVisible();
  await expect(page.getByRole('cell', { name: intruder.address })).toBeVisible();
  const finding = page.url();

  await page.getByRole('link', { name: 'Investigate' }).click();
  await expect(page.getByLabel('Title')).toHaveValue(firstTry);
  await expect(page.getByLabel('Addresses, networks and user agents')).toHaveValue(
    intruder.address,
  );
  await page.getByRole('button', { name: 'Look for them' }).click();
  const accused = page.getByRole('region', { name: /^Right password, stopped at a code/ });
  await expect(accused.getByRole('row', { name: olga.email })).toBeVisible();

  const sam = staff();
  const auditor = await visit();
  await signIn(auditor.page, people.auditing);
  const { authenticator: phone } = await enrol(auditor.page, people.auditing.password);
  const samsPhone = new Authenticator(sam.key, sam.lastStep);
  await makeColleague(page, people.auditing, 'Auditor', samsPhone);
  await signIn(auditor.page, people.auditing, phone);
  await auditor.page.goto(finding);
  await expect(auditor.page.getByRole('cell', { name: intruder.address })).toBeVisible();
  await expect(auditor.page.getByRole('link', { name: 'Investigate' })).toHaveCount(0);
  await expect(auditor.page.getByLabel('Note', { exact: true })).toHaveCount(0);
  const asked = `/staff/investigations/new?finding=${finding.split('/').at(-1)}`;
  expect((await auditor.page.goto(asked))?.status()).toBe(404);

  await page.goto(finding);
  await page.getByRole('button', { name: 'Clear it' }).click();
  await expect(page.getByText('It is recorded.')).toBeVisible();
  await page.getByRole('button', { name: 'Close the finding' }).click();
  await expect(page.getByText('Write why it is closed.')).toBeVisible();
  await page.getByLabel('Note', { exact: true }).fill('Olga has a new phone.');
  await page.getByRole('button', { name: 'Close the finding' }).click();
  await expect(page.getByText('Olga has a new phone.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close the finding' })).toHaveCount(0);
  await page.goto('/staff/findings?state=closed');
  await expect(row(page)).toContainText('Cleared');
  await page.goto(`/staff/audit?customer=${olga.email}&act=signal-recorded`);
  await expect(page.getByRole('table').getByRole('link', { name: 'The finding' })).toHaveCount(2);
});

const firstTry = 'Right at the first attempt';
const row = (page: Page) => page.getByRole('row', { name: olga.email });
