import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { people } from '../support/people.ts';
import { runBulkhead } from '../support/run-bulkhead.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-ledger-'));
test.afterAll(() => rmSync(dir, { recursive: true }));

async function download(page: Page, query = ''): Promise<string> {
  return (await page.request.get(`/activity/export?format=json${query}`)).text();
}

async function verify(page: Page, content: string | Buffer, key = '') {
  const file = path.join(dir, 'activity.json');
  writeFileSync(file, content);
  await page.goto('/activity/verify');
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByLabel('Key noted earlier').fill(key);
  await page.getByRole('button', { name: 'Verify' }).click();
}

test('an exported history is verified where it is; a changed, removed or moved entry is named', async ({
  visit,
}) => {
  const [{ page }, stranger] = [await visit(), await visit()];
  await sendPassword(stranger.page, { ...people.ledger, password: 'a wrong guess of words' });
  await expect(stranger.page.getByRole('alert')).toBeVisible();
  await signIn(page, people.ledger);
  runBulkhead('checkpoint-activity');
  let text = '';
  await expect
    .poll(async () => {
      text = await download(page);
      return JSON.parse(text).proof?.length ?? 0;
    })
    .toBeGreaterThan(2);
  const { entries, checkpoint } = JSON.parse(text);

  await page.goto('/activity');
  await page.getByRole('link', { name: 'Verify a file' }).click();
  await expect(page).toHaveURL('/activity/verify');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.url());
  });
  await verify(page, text, checkpoint.publicKey);
  await expect(page.getByText('Nothing was changed.')).toBeVisible();
  await expect(page.getByText(checkpoint.publicKey, { exact: true })).toBeVisible();
  expect(runBulkhead('verify-activity', path.join(dir, 'activity.json'))).toContain(
    'Nothing was changed',
  );

  const second = entries[1];
  const lines = text.split('\n');
  const changed = lines.with(2, lines[2]?.replace(second.outcome, 'maybe') ?? '');
  await verify(page, changed.join('\n'));
  await expect(page.getByText('This is not what was written.')).toBeVisible();
  await expect(page.getByText(/^Entry 2 of .* was changed, or the one before it\.$/)).toBeVisible();
  await verify(page, lines.toSpliced(2, 1).join('\n'));
  await expect(page.getByText(/^Entry 2 is missing\./)).toBeVisible();
  await verify(page, [lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n'));
  await expect(page.getByText(/^Entry 1 of .* stands in another place/)).toBeVisible();
  await verify(page, text, `${'A'.repeat(43)}=`);
  await expect(page.getByText('It was signed with another key than the one noted.')).toBeVisible();
  await verify(page, text, 'no key');
  await expect(page.getByText('This is no key.')).toBeVisible();
  await verify(page, await download(page, '&kind=sign-in'));
  await expect(page.getByText('This file was made with a filter')).toBeVisible();
  await verify(page, Buffer.of(0xff, 0xfe, 0x00));
  await expect(page.getByText('The file could not be read to its end.')).toBeVisible();
  expect(sent).toEqual([]);
});

test('times are in the zone that a customer chose, days too, and what is looked for stands in the URL', async ({
  visit,
}) => {
  const { page, context } = await visit({ locale: 'en-GB' });
  await signIn(page, people.ledger);
  await page.goto('/activity');
  await expect(page.getByText('Times are in UTC.')).toBeVisible();
  await page.getByRole('link', { name: 'Change the time zone' }).click();
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: 'Use this zone' }).click();
  await expect(page).toHaveURL('/activity');
  await expect(page.getByText('Times are in Asia/Tokyo.')).toBeVisible();
  const moment = page.getByRole('table').locator('time').first();
  await expect(moment).toContainText('GMT+9');
  const at = new Date((await moment.getAttribute('datetime')) ?? '');
  const time = new Intl.DateTimeFormat('en', {
    ...({ timeStyle: 'short', hourCycle: 'h23', timeZone: 'Asia/Tokyo' } as const),
  });
  await expect(moment).toContainText(time.format(at));
  await page.goto('/security');
  await expect(page.getByRole('table').first()).toContainText('GMT+9');
  await page.goto('/activity/time-zone');
  await page.getByRole('button', { name: /^Use this browser’s: / }).click();
  await expect(page.getByText('Times are in UTC.')).toBeVisible();

  await page.getByLabel('Search').fill('chrome sign-in');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/[?&]q=chrome\+sign-in/);
  await expect(page.getByLabel('Search')).toHaveValue('chrome sign-in');
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText('Sign-in');
  await page.getByLabel('Search').fill('nothing-of-the-kind');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('Nothing matches this filter.')).toBeVisible();

  const plain = await visit({ javaScript: false });
  await plain.context.addCookies(await context.cookies());
  await plain.page.goto('/activity/verify');
  // A browser whose scripts a test has switched off shows no noscript, as one does whose owner has.
  const words = await (await plain.page.request.get('/activity/verify')).text();
  expect(words).toMatch(/<noscript>.*Verifying takes JavaScript.*<\/noscript>/s);
  await plain.page.goto('/activity/time-zone');
  await plain.page.getByLabel('Time zone').selectOption('Europe/Paris');
  await plain.page.getByRole('button', { name: 'Use this zone' }).click();
  await expect(plain.page.getByText('Times are in Europe/Paris.')).toBeVisible();
});
