import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  customersText,
  type Installation,
  known,
  openInstallation,
  outcomeOf,
  signInEverybodyKnown,
} from '../testing/installation.ts';
import { holdLock } from '../testing/interrupting.ts';

let here: Installation;
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-wrap-'));
beforeAll(async () => {
  here = await openInstallation();
});
afterAll(async () => {
  await here.close();
  rmSync(dir, { recursive: true });
});

const bulkhead = (...args: string[]) => outcomeOf(here.bulkhead(...args));
const status = async () => JSON.parse((await bulkhead('wrap', 'status', '--json')).stdout);
const schemes = async () =>
  (await here.auth.query('SELECT DISTINCT scheme FROM password ORDER BY 1')).rows.map(
    ({ scheme }) => scheme,
  );

test('an import with --wrap leaves no legacy digest, a kill -9 on the way included, and every password still opens', async () => {
  const emails = new Set(known.map(({ email }) => email));
  const [header, ...lines] = customersText.split('\n');
  const file = path.join(dir, 'known.csv');
  const kept = lines.filter((line) => emails.has(line.split(',')[0] ?? ''));
  writeFileSync(file, [header, ...kept].join('\n'));
  expect(kept).toHaveLength(known.length);

  expect(await bulkhead('import', 'customers', file, '--wrap')).toMatchObject({ code: 0 });
  {
    const inTheMidst = 'SELECT id FROM subject ORDER BY id OFFSET 20 LIMIT 1';
    const lock = `SELECT 1 FROM subject WHERE id = (${inTheMidst}) FOR UPDATE`;
    await using _held = await holdLock(here.auth, lock);
    expect(await bulkhead('wrap', '--rate', '10000', '--detach')).toMatchObject({ code: 0 });
    await expect.poll(async () => (await status()).wrapped).toBeGreaterThanOrEqual(20);
    await here.endService('SIGKILL');
  }
  await here.startServiceAgain();
  const before = await status();
  expect(before.state).toBe('running');
  expect(before.wrapped + before.left).toBe(known.length);
  expect(before.left).toBeGreaterThan(0);

  // What a minute does by itself: the dead one's claim on the work runs out.
  await here.auth.query('UPDATE wrapping SET lease_until = now()');
  const watched = await bulkhead('wrap', 'resume');
  expect(watched).toMatchObject({ code: 0, stdout: 'Done: 200 wrapped, 0 left.\n' });
  for (const scheme of await schemes()) expect(scheme).toMatch(/^wrapped-/);
  const counted = JSON.parse((await bulkhead('passwords', '--json')).stdout);
  expect(counted.oldestDormant.passwordSetAt).toMatch(/^20/);
  expect(counted.counts.every(({ current }: { current: boolean }) => !current)).toBe(true);

  expect(await signInEverybodyKnown(here)).toEqual([]);
  expect(await schemes()).toEqual(['bcrypt-hmac-sha384']);
  const told = await bulkhead('passwords');
  expect(told.stdout).toContain('No password of an older system is left.');
});

test.each([
  [['wrap', 'now'], 'wrap takes one of start, pause, resume, status.'],
  [['wrap', '--rate', '0'], '--rate takes a number from 0.01 to 10000.'],
  [['wrap', '--rate', 'fast'], '--rate takes a number from 0.01 to 10000.'],
  [['passwords', 'all'], 'passwords takes no file.'],
])('%j is answered with how it is used, and nothing is begun', async (args, line) => {
  const { code, stderr } = await bulkhead(...args);
  expect(code).toBe(2);
  expect(stderr.split('\n')[0]).toBe(line);
});

test('without an auth service to answer, the command says so and fails', async () => {
  await here.endService();
  for (const command of ['wrap', 'passwords']) {
    const { code, stderr } = await bulkhead(command);
    expect(code).toBe(1);
    expect(stderr).toContain('The auth service does not answer.');
  }
});
