import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { staffStateFile } from '../support/bulkhead.ts';
import { confirmStaff } from '../support/confirming.ts';
import { importInvestigatedSignIns, investigated } from '../support/investigated.ts';
import { people } from '../support/people.ts';
import { postAs } from '../support/posting.ts';
import { runBulkhead } from '../support/run-bulkhead.ts';
import { signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const { entered, tried, enteredFrom, triedFrom } = investigated;
const firstTry = 'In at the first attempt, from an address never seen for the account';

async function ask(page: Page, title: string, indicators: string) {
  await page.goto('/staff/investigations');
  await page.getByRole('link', { name: 'New investigation' }).click();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Addresses, networks and user agents').fill(indicators);
}
const look = (page: Page) => page.getByRole('button', { name: 'Look for them' }).click();

test.beforeAll(importInvestigatedSignIns);

test('without JavaScript, staff come from pasted addresses to a marked finding and verified evidence', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  await confirmStaff(page);
  await ask(page, 'December', `${enteredFrom}\n${triedFrom.replaceAll('.', '[.]')}`);
  await look(page);
  await expect(page.getByRole('heading', { level: 1, name: 'December' })).toBeVisible();
  const accused = page.getByRole('region', { name: firstTry });
  await expect(accused.getByRole('row')).toHaveCount(2);
  await expect(accused.getByRole('row', { name: entered.email })).toBeVisible();
  const apart = page.getByRole('region', { name: 'Tried, and never got in' });
  await expect(apart.getByRole('row')).toHaveCount(1 + tried.length);
  for (const { email } of tried) {
    await expect(apart.getByRole('row', { name: email })).toContainText(`${triedFrom} (1)`);
  }

  await accused.getByRole('link', { name: entered.name }).click();
  await expect(page.getByRole('heading', { level: 1, name: entered.name })).toBeVisible();
  await expect(page.getByText('In an older form')).toBeVisible();
  await page.getByRole('button', { name: 'Add the note' }).click();
  await expect(page.getByText('Write a note.')).toBeVisible();
  await page.getByLabel('Note', { exact: true }).fill('On the phone: “that was not me”.');
  await page.getByRole('button', { name: 'Confirmed by the customer' }).click();
  await expect(page.getByText('It is recorded.')).toBeVisible();
  await expect(page.getByText('On the phone: “that was not me”.')).toBeVisible();
  await page.getByRole('button', { name: 'Hold its rows' }).click();
  await expect(page.getByText('This account’s history is held')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the investigation' }).click();
  await expect(accused.getByRole('row', { name: entered.email })).toContainText(
    'Confirmed by the customer, Held',
  );

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Sign and download' }).click();
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-evidence-'));
  try {
    const file = path.join(dir, 'evidence.json');
    await (await downloading).saveAs(file);
    const folder = path.join(dir, 'files');
    // The key is named by the first checkpoint, which is written within a minute of the start.
    await expect(() => runBulkhead('journal', 'public-key')).toPass({
      timeout: 90_000,
      intervals: [5_000],
    });
    expect(runBulkhead('evidence', 'verify', file, '--extract', folder)).toContain(
      'Nothing was changed',
    );
    const accounts = readFileSync(path.join(folder, 'accounts.csv'), 'utf8').split('\r\n');
    expect(accounts[1]).toContain(`first-try,${entered.email}`);
    expect(accounts[1]).toContain('confirmed,true');
    const changed = path.join(dir, 'changed.json');
    writeFileSync(changed, readFileSync(file, 'utf8').replace('first-try', 'tried'));
    expect(() => runBulkhead('evidence', 'verify', changed)).toThrow();
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('a bad line is told by its number, nothing that was typed is lost, and a file does as well', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile });
  await ask(page, 'By file', `${enteredFrom}\nAS3320\n10.0.0.0/8`);
  await page.getByLabel('From (UTC, optional)').fill('2015-12-09T00:00');
  await page.getByLabel('Until (UTC, optional)').fill('2015-12-08T00:00');
  await look(page);
  await expect(page.getByText('Line 2: an AS number.')).toBeVisible();
  await expect(page.getByText('Line 3: too wide.')).toBeVisible();
  await expect(page.getByText('The end must come after the beginning.')).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('By file');
  await page.getByLabel('Addresses, networks and user agents').fill('');
  await page.getByLabel('Until (UTC, optional)').fill('2015-12-10T00:00');
  await page.getByLabel('Or a text file with them').setInputFiles({
    name: 'indicators.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(`\u{feff}${enteredFrom}\r\n${triedFrom}\r\n`),
  });
  await look(page);
  await expect(page.getByRole('region', { name: firstTry }).getByText(entered.email)).toBeVisible();
  // The spray was the day before.
  await expect(page.getByText('Tried, and never got in')).toHaveCount(0);
});

test('investigations do not exist for customers, and their evidence is signed for none of them', async ({
  visit,
}) => {
  const staff = await visit({ storageState: staffStateFile });
  await ask(staff.page, 'Not for customers', enteredFrom);
  await look(staff.page);
  await expect(
    staff.page.getByRole('heading', { level: 1, name: 'Not for customers' }),
  ).toBeVisible();
  const path = new URL(staff.page.url()).pathname;
  const { page } = await visit();
  await signIn(page, people.isolationB);
  for (const one of ['/staff/investigations', '/staff/investigations/new', path]) {
    expect((await page.goto(one))?.status(), one).toBe(404);
  }
  const reply = await postAs(page, `${path}/evidence`);
  expect(reply.status()).toBe(404);
  expect(await reply.text()).not.toContain('signature');
});
