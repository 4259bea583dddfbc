import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { requireBrowser } from '../lib/launch/browser.ts';
import { readSettings } from '../lib/launch/environment.ts';
import { launch } from '../lib/launch/launch.ts';
import { freePort } from '../lib/launch/ports.ts';
import { localOperator } from '../lib/operator/environment.ts';
import { loadDemo } from '../lib/operator/load-demo.ts';
import { openSetup } from '../lib/operator/open-setup.ts';
import { Authenticator } from './support/authenticator.ts';

// Takes the pictures of README from a real installation with the example company in it.
const say = (words: string) => process.stderr.write(`${words}\n`);
const folder = path.resolve(import.meta.dirname, '../docs/pictures');
const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-pictures-'));
const port = await freePort();
const staff = {
  name: 'Sam Okoro',
  email: 'sam.okoro@example.com',
  password: 'lantern over the quiet harbour',
};

const running = await launch(
  {
    ...readSettings(),
    dataDir,
    port,
    publicUrl: new URL(`http://localhost:${port}`),
    mailboxPort: await freePort(),
    bcryptCost: 10,
    mailedCode: 'never',
  },
  say,
);
const browser = await chromium.launch({
  executablePath: requireBrowser(say),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  mkdirSync(folder, { recursive: true });
  const demo = await loadDemo(running.zones);
  const setupLink = await openSetup(localOperator(running.zones), new URL(running.zones.publicUrl));
  await pictureSignIn();
  await pictureActivity(exampleIn(demo));
  await pictureEnrolmentAndStaff(setupLink ?? '');
} finally {
  await browser.close();
  await running.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Opens a browser and hands its page to `work`. */
async function withPage(work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    baseURL: running.zones.publicUrl,
    locale: 'en-GB',
    viewport: { width: 1040, height: 720 },
    ...options,
  });
  await work(await context.newPage());
  await context.close();
}

async function shoot(page: Page, name: string) {
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  say(`${name}.png`);
}

async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

function pictureSignIn() {
  return withPage(async (page) => {
    await page.goto('/sign-in');
    await shoot(page, 'sign-in');
  });
}

function pictureActivity(example: { email: string; password: string }) {
  return withPage(async (page) => {
    await signIn(page, example);
    await page.goto('/activity');
    await shoot(page, 'activity');
  });
}

function pictureEnrolmentAndStaff(setupLink: string) {
  return withPage(
    async (page) => {
      await page.goto(setupLink);
      await page.getByLabel('Your name').fill(staff.name);
      await page.getByLabel('Your email address').fill(staff.email);
      await page.getByLabel('New password', { exact: true }).fill(staff.password);
      await page.getByLabel('The new password once more').fill(staff.password);
      await page.getByRole('button', { name: 'Create the account' }).click();
      await page.waitForURL(/sign-in/);
      await signIn(page, staff);
      await page.goto('/security/authenticator');
      await page.getByLabel('Current password').fill(staff.password);
      await page.getByRole('button', { name: 'Show the QR code' }).click();
      await page.getByRole('img', { name: /QR code/ }).waitFor();
      await shoot(page, 'enrolment');
      const link = page.getByRole('link', { name: 'Open in an app on this device' });
      const authenticator = Authenticator.fromUri((await link.getAttribute('href')) ?? '');
      await page.getByLabel('Six-digit code').fill(await authenticator.code());
      await page.getByRole('button', { name: 'Turn the authenticator on' }).click();
      await page.getByRole('listitem').first().waitFor();
      await page.goto('/staff');
      await shoot(page, 'staff');
    },
    { viewport: { width: 1040, height: 860 } },
  );
}

// The first that needs no authenticator: nothing stands behind its password.
function exampleIn(lines: string[]): { email: string; password: string } {
  for (const line of lines) {
    const [, email, password] = /^ {2}(\S+@\S+) {2}(\S+)$/.exec(line) ?? [];
    if (email && password) return { email, password };
  }
  throw new Error('The example company names no sign-in without an authenticator.');
}
