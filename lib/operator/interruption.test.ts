import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  customersFile,
  customersText,
  type Installation,
  openInstallation,
  outcomeOf,
} from '../testing/installation.ts';
import { heard, holdLock, said } from '../testing/interrupting.ts';

const root = path.resolve(import.meta.dirname, '../..');
let here: Installation;
let uninterrupted: Installation;
beforeAll(async () => {
  [here, uninterrupted] = await Promise.all([openInstallation(), openInstallation()]);
});
afterAll(() => Promise.all([here.close(), uninterrupted.close()]));

const count = async (table: string) =>
  (await here.manager.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n as number;

// Every fifth a second time, under another address, and a bad row now and then: enough for many batches.
function manyCustomers(): string {
  const [header, ...lines] = customersText.trim().split('\n');
  const more = ['', 'b-', 'c-', 'd-'].flatMap((prefix) => lines.map((line) => `${prefix}${line}`));
  const rows = more.flatMap((line, at) => (at % 500 === 499 ? ['bad row', line] : [line]));
  return `${[header, ...rows].join('\n')}\n`;
}

test('Ctrl-C in the midst of an import lets its batch end and says how far it came; run again, all is as if never interrupted', async () => {
  const files = [here, uninterrupted].map(({ dataDir }) => path.join(dataDir, 'many.csv'));
  const [file = '', whole = ''] = files;
  for (const one of files) writeFileSync(one, manyCustomers());

  const child = here.bulkhead('import', 'customers', file, '--json');
  const outcome = outcomeOf(child);
  await expect.poll(() => count('customer'), { interval: 20 }).toBeGreaterThan(0);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await outcome;
  expect(code).toBe(130);
  expect(stderr).toContain(heard);
  const first = JSON.parse(stdout);
  expect(first.present).toBe(0);
  expect(first.imported).toBe(await count('customer'));
  expect(first.imported).toBeLessThan(8_000);
  // The header, and the rows before the one it names.
  expect(first.stoppedAfterLine).toBeGreaterThanOrEqual(first.imported + 1);

  const again = await outcomeOf(here.bulkhead('import', 'customers', file, '--json'));
  expect(again.code).toBe(0);
  const second = JSON.parse(again.stdout);
  expect(second).toMatchObject({ present: first.imported, imported: 8_000 - first.imported });
  expect(second).not.toHaveProperty('stoppedAfterLine');
  expect(second).not.toHaveProperty('interrupted');

  expect((await outcomeOf(uninterrupted.bulkhead('import', 'customers', whole))).code).toBe(0);
  const all = async ({ manager, auth }: Installation) => ({
    customers: (
      await manager.query(
        'SELECT email, name, company, language, created_at FROM customer ORDER BY 1',
      )
    ).rows,
    passwords: (
      await auth.query('SELECT scheme, set_at, count(*) FROM password GROUP BY 1, 2 ORDER BY 1, 2')
    ).rows,
    keys: (await auth.query('SELECT count(*) FROM totp')).rows,
  });
  expect(await all(here)).toEqual(await all(uninterrupted));
  const rejects = (one: string) => readFileSync(one.replace('.csv', '.rejects.csv'), 'utf8');
  expect(rejects(file)).toBe(rejects(whole));
  expect(second.rejected).toBe(16);
});

test('one Ctrl-C, which npm and the bootstrap pass on as well, counts once; the second stops at once', async () => {
  // It stands still at what is locked: no end of its own comes before the second.
  await using held = await holdLock(here.manager, 'LOCK TABLE customer');
  const bootstrap = ['lib/launch/bootstrap.mjs', 'bulkhead', 'import', 'customers', customersFile];
  // A group of its own, as a terminal's foreground is: who signals the group signals all in it.
  const child = spawn(process.execPath, bootstrap, {
    cwd: root,
    detached: true,
    env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: here.dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = said(child, heard);
  const outcome = outcomeOf(child);
  await held.someoneWaits();
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await told;
  await expect
    .poll(
      () => {
        if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGINT');
        return child.exitCode;
      },
      { interval: 100 },
    )
    .toBe(130);
  expect((await outcome).stderr).toBe(heard);
});

test('an interrupted list of breached passwords leaves the one in force, and nothing beside it', async () => {
  const pipe = path.join(here.dataDir, 'hashes.txt');
  execFileSync('mkfifo', [pipe]);
  const child = here.bulkhead('breached', 'import', pipe);
  const told = said(child, heard);
  const outcome = outcomeOf(child);
  const feed = await open(pipe, 'w');
  const hash = createHash('sha1').update('hunter2').digest('hex');
  await feed.write(`${hash}:1\n`);
  child.kill('SIGTERM');
  await told;
  const { code, stdout, stderr } = await outcome;
  await feed.close();
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toContain('The list in force is as it was.');
  for (const name of ['breached.bin', 'breached.bin.new']) {
    expect(() => readFileSync(path.join(here.dataDir, name))).toThrow('ENOENT');
  }
});

test('Ctrl-C while hashes are wrapped ends the watching alone', async () => {
  const child = here.bulkhead('wrap', '--rate', '1', '--json');
  const outcome = outcomeOf(child);
  const state = async () =>
    JSON.parse((await outcomeOf(here.bulkhead('wrap', 'status', '--json'))).stdout).state;
  await expect.poll(state).toBe('running');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await outcome;
  expect(code).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, state: 'running' });
  expect(stderr).toContain('The work goes on by itself; the same command watches it again.');
  expect(await state()).toBe('running');
});
