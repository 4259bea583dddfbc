import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { freePort } from '../../lib/launch/ports.ts';
import { openMailServer } from '../../lib/testing/mail-server.ts';
import { enrol } from '../support/enrolling.ts';
import { signIn } from '../support/signing-in.ts';
import { Installation } from './installation.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-refused-'));
const member = {
  name: 'Mia Member',
  email: 'mia.member@example.com',
  password: 'lantern over the quiet harbour',
};
const [added, link] = [
  'An authenticator was added to your account',
  'Link to choose a new password',
];

let bulkhead: Installation;
let running: Awaited<ReturnType<Installation['start']>>;
let server: Awaited<ReturnType<typeof openMailServer>>;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await openMailServer((command, to) =>
    command === 'rcpt' ? `550 5.1.1 <${to}> is unknown here` : undefined,
  );
  const settings = { SMTP_URL: server.url };
  bulkhead = new Installation(dataDir, await freePort(), await freePort(), settings);
  running = await bulkhead.start();
});
test.afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const visit = (browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) =>
  browser.newPage({ baseURL: `http://localhost:${bulkhead.port}`, ...options });

async function setUp(page: Page) {
  await page.goto(/https?:\S+\/setup\/link\?\S+/.exec(running.said())?.[0] ?? '');
  await page.getByLabel('Your name').fill(member.name);
  await page.getByLabel('Your email address').fill(member.email);
  await page.getByLabel('New password', { exact: true }).fill(member.password);
  await page.getByLabel('The new password once more').fill(member.password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, member);
  await enrol(page, member.password);
}

const subjects = () => server.taken.map(({ subject }) => subject);

test('staff see a mail that was refused with its reason, and have it sent again, without JavaScript too', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const page = await visit(browser);
  await setUp(page);
  const stranger = await visit(browser);
  await stranger.goto('/forgotten-password');
  await stranger.getByLabel('Email').fill(member.email);
  await stranger.getByRole('button', { name: 'Mail me a link' }).click();

  const row = (on: Page, name: string) => on.getByRole('row', { name });
  await expect(async () => {
    await page.goto('/staff/mail?state=given-up');
    for (const name of [added, link]) {
      await expect(row(page, name)).toContainText('550 5.1.1 … is unknown here', {
        timeout: 1_000,
      });
    }
  }).toPass({ timeout: 60_000 });
  await expect(row(page, added)).toContainText('Given up');
  await expect(row(page, added)).toContainText('The mail server refuses it.');
  await page.goto('/staff/mail?state=given-up&domain=example.org');
  await expect(page.getByText('Nothing matches this filter.')).toBeVisible();
  await page.getByRole('link', { name: 'example.com' }).click();
  await expect(row(page, added)).toBeVisible();

  server.state.say = () => undefined;
  await row(page, added).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('It is queued again.')).toBeVisible();
  await expect(page).toHaveURL(/domain=example\.com/);
  await expect.poll(subjects, { timeout: 60_000 }).toEqual([added]);
  await page.goto('/staff/mail?state=sent');
  await expect(row(page, added)).toContainText('Sent');

  const plain = await visit(browser, {
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  await plain.goto('/staff/mail');
  await row(plain, link).getByRole('button', { name: 'Try again' }).click();
  await expect(plain.getByText('It is queued again.')).toBeVisible();
  await expect(row(plain, link)).toHaveCount(0);
  await expect.poll(subjects, { timeout: 60_000 }).toEqual([added, 'Choose a new password']);

  await page.goto('/staff/audit?act=mail-tried-again');
  await expect(
    page.getByRole('cell', { name: 'Had a mail that was given up tried again' }),
  ).toHaveCount(2);
});
