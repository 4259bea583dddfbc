import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from '../../lib/launch/ports.ts';
import { Installation } from './installation.ts';

const csv = path.resolve(import.meta.dirname, '../support/customers.csv');
const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-launcher-'));
test.describe.configure({ mode: 'serial' });

let bulkhead: Installation;
let customers: number;
let running: Awaited<ReturnType<Installation['start']>>;

test.beforeAll(async () => {
  bulkhead = new Installation(dataDir, await freePort(), await freePort());
});
test.afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

const importCustomers = () => bulkhead.bulkhead('import', 'customers', csv);
const setupLinks = () => running.said().match(/\/setup\/link\?token=\S+/g) ?? [];

test('the first start prints one set-up link and one line with the address', async () => {
  running = await bulkhead.start();
  expect(setupLinks()).toHaveLength(1);
  expect(running.said().match(/Bulkhead is ready at .*/g)).toEqual([
    `Bulkhead is ready at http://localhost:${bulkhead.port}`,
  ]);
  expect(await bulkhead.healthy()).toBe(true);
  const [, imported] = /(\d+) imported, 0 already/.exec(importCustomers()) ?? [];
  expect(Number(imported)).toBeGreaterThan(0);
  customers = Number(imported);
});

for (const zone of ['manager', 'auth', 'worker'] as const) {
  test(`${zone}, killed, is started again, and the operator’s tools find the new one`, async () => {
    const pid = bulkhead.zones()[zone].pid;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => bulkhead.zones()[zone].pid, { timeout: 60_000 }).not.toBe(pid);
    await expect.poll(() => bulkhead.healthy()).toBe(true);
  });
}

for (const [name, command] of [
  ['the mailbox', 'lib/launch/mailbox.ts'],
  ['PostgreSQL', `-D\0${dataDir}/postgres`],
] as const) {
  test(`${name}, killed, is started again, and all are well`, async () => {
    const pid = bulkhead.processOf(command);
    process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => [0, pid].includes(bulkhead.processOf(command)), { timeout: 60_000 })
      .toBe(false);
    await expect.poll(() => bulkhead.healthy(), { timeout: 60_000 }).toBe(true);
  });
}

test('Ctrl-C ends every process and leaves no socket', async () => {
  const authSocket = path.join(dataDir, 'run', 'auth', 'auth.sock');
  expect(existsSync(authSocket)).toBe(true);
  running.child.kill('SIGINT');
  expect(await running.ended).toBe(0);
  expect([...bulkhead.processes().values()]).toEqual([]);
  expect(existsSync(authSocket)).toBe(false);
  expect(readdirSync(path.join(dataDir, 'run'))).toEqual(['auth']);
});

test('the second start finds everything as it was; an unused set-up link is replaced', async () => {
  const [first] = setupLinks();
  running = await bulkhead.start();
  expect(setupLinks()).toHaveLength(1);
  expect(setupLinks()[0]).not.toBe(first);
  expect(importCustomers()).toContain(`0 imported, ${customers} already there`);
});

test('a second launcher on the same folder is refused, and the first goes on', async () => {
  const other = new Installation(dataDir, await freePort(), await freePort());
  await expect(other.start()).rejects.toThrow(`Bulkhead is already running on ${dataDir} (process`);
  expect(await bulkhead.healthy()).toBe(true);
});

test('what cannot be kept running is given up, which is said, and all the rest is ended', async () => {
  test.setTimeout(90_000);
  const squatter = createServer();
  process.kill(bulkhead.processOf('lib/launch/mailbox.ts'), 'SIGKILL');
  await expect(async () => {
    squatter.listen(bulkhead.mailboxPort, '127.0.0.1');
    await once(squatter, 'listening');
  }).toPass({ intervals: [20] });
  try {
    expect(await running.ended).toBe(1);
  } finally {
    squatter.close();
  }
  expect(running.said()).toContain('mailbox keeps ending');
  expect([...bulkhead.processes().values()]).toEqual([]);
});
