import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { expectAccessible } from '../support/accessible.ts';
import { asOwner } from '../support/as-owner.ts';
import { bulkhead, staffStateFile } from '../support/bulkhead.ts';
import { people } from '../support/people.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const zones = z.object({ auth: z.object({ pid: z.number() }) });

function authPid(): number {
  const file = path.join(bulkhead().dataDir, 'run', 'zones.json');
  return zones.parse(JSON.parse(readFileSync(file, 'utf8'))).auth.pid;
}

test('while the auth service stands still nobody gets in, the page says so, and open sessions go on', async ({
  visit,
}) => {
  const open = await visit();
  await signIn(open.page, people.stoppedService);
  const pid = authPid();
  process.kill(pid, 'SIGSTOP');
  try {
    const { page } = await visit();
    await sendPassword(page, people.stoppedService);
    await expect(page.getByText('Signing in is unavailable right now')).toBeVisible({
      timeout: 15_000,
    });
    await expect(page.getByLabel('Email')).toHaveValue(people.stoppedService.email);
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
    await open.page.getByRole('link', { name: 'Activity', exact: true }).click();
    await expect(open.page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
    // The overview goes without what only the service knows, and says so there and nowhere else.
    const staff = await visit({ storageState: staffStateFile });
    await staff.page.goto('/staff');
    await expect(staff.page.getByText(/\d+ let in, \d+ turned away/)).toBeVisible();
    await expect(staff.page.getByText('A part of Bulkhead does not answer')).toHaveCount(2);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

test('an auth service that is killed is started again, and opens to whoever has the password', async ({
  visit,
}) => {
  const pid = authPid();
  process.kill(pid, 'SIGKILL');
  await expect.poll(authPid, { timeout: 60_000 }).not.toBe(pid);
  const { page } = await visit();
  await signIn(page, people.stoppedService);
});

test('a page that fails says so in plain words, and nothing of what is inside', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.stoppedService);
  await asOwner('ALTER TABLE activity RENAME TO activity_away');
  try {
    const told: string[] = [];
    page.on('response', async (response) => {
      const body = await response.text().catch(() => '');
      told.push(JSON.stringify(response.headers()), response.url().includes('.js') ? '' : body);
    });
    await page.goto('/activity');
    await expect(
      page.getByRole('heading', { name: 'Something went wrong on our side' }),
    ).toBeVisible();
    await expect(page.getByText(/^Reference: \d+/)).toBeVisible();
    await expectAccessible(page);
    expect(told.join()).not.toMatch(/activity_away|relation|prisma|postgres|\.ts\b|at async/i);
  } finally {
    await asOwner('ALTER TABLE activity_away RENAME TO activity');
  }
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
});
