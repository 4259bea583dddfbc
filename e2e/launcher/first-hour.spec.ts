import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from '../../lib/launch/ports.ts';
import { expectAccessible } from '../support/accessible.ts';
import { copyIntoEmptyFolder } from './empty-folder.ts';
import { rehearseFirstHour, urlIn } from './first-hour.ts';
import { Installation } from './installation.ts';

const stepsMax = 16;
let folder: string;
let running: Awaited<ReturnType<Installation['start']>> | undefined;

test.afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('from an empty folder, with nothing built, a newcomer has an authenticator in few steps', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  folder = copyIntoEmptyFolder();
  for (const built of ['.next', '.data', 'prisma/auth/client', 'prisma/manager/client']) {
    expect(existsSync(path.join(folder, built)), built).toBe(false);
  }
  const dataDir = path.join(folder, '.data');
  const bulkhead = new Installation(dataDir, await freePort(), await freePort(), {}, folder);
  running = await bulkhead.start();
  // The next step is told in the last lines, where whoever waited for them looks.
  expect(running.said().trim().split('\n').slice(-8).join('\n')).toContain('/setup/link?token=');

  const { newcomer, page, context } = await rehearseFirstHour(
    browser,
    running.said(),
    expectAccessible,
  );
  await expect(page.getByRole('link', { name: 'Remove the authenticator' })).toBeVisible();
  expect(newcomer.steps.length, newcomer.steps.join('\n')).toBeLessThanOrEqual(stepsMax);
  // What the machine takes comes to it: npm run bench measures both together.
  expect(newcomer.seconds).toBeLessThan(100);

  // The mailbox that the terminal names is a page that shows its mail, links and codes in it.
  await page.goto(urlIn(running.said(), /(?<=is read at )\S+/));
  await page.getByText('An authenticator was added to your account').first().click();
  const mail = page.frameLocator('iframe').first();
  await expect(mail.getByText(/takes a code from this authenticator/)).toBeVisible();
  await context.close();
});
