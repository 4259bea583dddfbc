import { gzipSync } from 'node:zlib';
import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { importInvestigatedSignIns, investigated } from '../support/investigated.ts';
import { people } from '../support/people.ts';
import { uploadList, writeMessage } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const { campaignOne, campaignTwo, campaignThree } = people;
const look = 'Show whom it concerns';

test('without JavaScript, an uploaded list says which lines are wrong, whom it found, and leads to a reset that ends what was chosen', async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  await page.goto('/staff/resets/some');
  await page.getByRole('link', { name: /Upload a file/ }).click();
  await uploadList(page, 'list.txt', `${campaignOne.email}\nnot an address\n`);
  await expect(page.getByText('1 line is no email address')).toBeVisible();
  await expect(page.getByText('line 2: not an address')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Reset these customers' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Upload another list' }).click();
  await uploadList(page, 'list.txt', '\n');
  await expect(page.getByText('There is no address in this file.')).toBeVisible();

  const all = [campaignOne, campaignTwo, campaignThree];
  const rows = [...all.map(({ email }, n) => `${n};${email}`), '9;nobody@example.com'];
  await uploadList(page, 'list.csv.gz', gzipSync(['n;Email', ...rows].join('\r\n')));
  await expect(page.getByText('3 customers by 4 lines.')).toBeVisible();
  await expect(page.getByText('nobody@example.com')).toBeVisible();
  await page.getByRole('link', { name: 'Reset these customers' }).click();
  await expect(page.getByText('The 3 customers on the uploaded list “list.csv.gz”.')).toBeVisible();
  await page.getByRole('button', { name: look }).click();
  await expect(page.getByText('Customers concerned: 3')).toBeVisible();
  await expect(page.getByLabel(/^Reset links mailed until then/)).toBeChecked();
  await page.getByLabel(/^Sessions\. Customers signed in now: \d+$/).uncheck();
  await writeMessage(page, { en: 'A list was found.', fr: 'Une liste a été trouvée.' });
  const authenticator = new Authenticator(staff().key, staff().lastStep);
  // Another journey may have used the code of this half minute: then the next one is taken.
  await expect(async () => {
    await page.getByLabel('Code from your authenticator').fill(await authenticator.code());
    await page.getByRole('button', { name: 'Require new passwords' }).click();
    await expect(page.getByText('This waits for a second member')).toBeVisible();
  }).toPass({ timeout: 150_000 });
  await expect(page.getByText('Not sessions: who is signed in stays so')).toBeVisible();
  await expect(page.getByText('Reset links mailed before it', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel this reset' }).click();
  await expect(page.getByText('This reset was cancelled')).toBeVisible();
});

test('the accounts of an investigation lead to a reset of those that were not cleared', async ({
  visit,
}) => {
  importInvestigatedSignIns();
  const { entered, tried, enteredFrom, triedFrom } = investigated;
  const { page } = await visit({ storageState: staffStateFile });
  await page.goto('/staff/investigations/new');
  await page.getByLabel('Title').fill('To be reset');
  await page.getByLabel('Addresses, networks and user agents').fill(`${enteredFrom}\n${triedFrom}`);
  await page.getByRole('button', { name: 'Look for them' }).click();
  const choice = page.getByRole('region', { name: 'Reset these accounts' });
  await choice.getByLabel(/^Tried, and never got in/).check();
  await choice.getByRole('button', { name: 'Reset these accounts' }).click();
  await expect(page.getByText('The 3 accounts of the investigation “To be reset”.')).toBeVisible();
  await page.getByLabel('Exceptions').fill(tried[0]?.email ?? '');
  await page.getByRole('button', { name: look }).click();
  await expect(page.getByText('Customers concerned: 2')).toBeVisible();
  await expect(page.getByText(`${entered.name} (${entered.email})`)).toBeVisible();

  await page.goBack();
  // Going back, some browsers bring back what was ticked.
  for (const box of await choice.getByRole('checkbox').all()) await box.uncheck();
  await choice.getByRole('button', { name: 'Reset these accounts' }).click();
  await expect(page.getByText('No account has what you ticked')).toBeVisible();
});

test('a rule by last sign-in, country and company says what is wrong with it, and whom it matches', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile });
  await page.goto('/staff/resets/some');
  await page.getByLabel('Last signed in').selectOption('Before this day');
  await page.getByLabel('Country of the last sign-in').fill('fr, France, XQ');
  await page.getByRole('button', { name: look }).click();
  await expect(page.getByText('That is not a date.')).toBeVisible();
  await expect(page.getByText('Not known as a country: FRANCE and XQ.')).toBeVisible();
  await page.getByLabel('Day, from midnight UTC').fill('2010-01-01');
  await page.getByLabel('Country of the last sign-in').fill('fr');
  await page.getByRole('button', { name: look }).click();
  await expect(page.getByText('Customers concerned: 0')).toBeVisible();
});
