import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { connectAuth } from '../auth/connect.ts';
import { openPool } from '../database/pool.ts';
import { withClient } from '../database/roles.ts';
import { chainActivity } from '../ledger/chain-activity.ts';
import { exportLedger } from '../ledger/export-ledger.ts';
import { signCheckpoint } from '../ledger/sign-checkpoint.ts';
import { startAuthService } from '../testing/auth-service.ts';
import { freshDatabases } from '../testing/databases.ts';
import { outcomeOf, startBulkhead } from '../testing/installation.ts';
import { interruptOnce } from '../testing/interrupting.ts';
import { writeZonesFile } from '../testing/zones-file.ts';
import { checkpointActivityCommand } from './commands/checkpoint-activity.ts';
import { verifyActivityCommand } from './commands/verify-activity.ts';

let db: Awaited<ReturnType<typeof freshDatabases>>;
let service: Awaited<ReturnType<typeof startAuthService>>;
let [manager, worker]: [PrismaClient, PrismaClient] = [] as never;
let data: ReturnType<typeof writeZonesFile>;
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-activity-'));
const id = randomUUID();
let text = '';

beforeAll(async () => {
  db = await freshDatabases();
  service = await startAuthService(db.auth.appUrl);
  data = writeZonesFile(db, service);
  manager = new PrismaClient({ adapter: new PrismaPg(openPool(db.manager.appUrl, 2)) });
  worker = new PrismaClient({ adapter: new PrismaPg(openPool(db.manager.workerUrl, 2)) });
  await manager.customer.create({
    data: { id, email: 'ada@example.com', name: 'Ada', language: 'en' },
  });
  await withClient(db.manager.ownerUrl, (client) =>
    client.query(
      `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       SELECT $1, '2026-01-01'::timestamptz + n * interval '1 s', 'sign-in', 'yes', '203.0.113.9', 'test'
       FROM generate_series(1, 2500) AS n`,
      [id],
    ),
  );
  const callerKey = readFileSync(service.keyFile('worker'), 'utf8').trim();
  await chainActivity(worker);
  await signCheckpoint(
    worker,
    connectAuth({ socketPath: service.socketPath, caller: 'worker', callerKey }),
  );
  for await (const piece of exportLedger(manager, id)) text += piece;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([manager.$disconnect(), worker.$disconnect()]);
  data.remove();
  rmSync(dir, { recursive: true });
  await service.stop();
});

async function verify(content: string | Buffer, options: Record<string, unknown> = {}) {
  const file = path.join(dir, 'activity.json');
  writeFileSync(file, content);
  let said = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    said += piece;
    return true;
  });
  try {
    return { code: await verifyActivityCommand.run([file], options), said };
  } finally {
    write.mockRestore();
  }
}

test('what the service signed is sound, offline, against the key and the file that were kept', async () => {
  const { publicKey } = JSON.parse(text).checkpoint;
  const kept = { 'public-key': publicKey, checkpoints: service.checkpointsFile };
  expect(await verify(text, kept)).toEqual({
    code: 0,
    said: expect.stringMatching(
      `^Nothing was changed: 2500 entries of customer ${id}, signed up to entry 2500 on `,
    ),
  });
  const { code, said } = await verify(text);
  expect([code, said]).toEqual([0, expect.stringContaining('note it, and give --public-key')]);
});

test('a changed entry is named by its number and moment, and the exit code is 1', async () => {
  const changed = text.replace('"seq":1200,', '"seq":1200,').split('\n');
  changed[1_200] = changed[1_200]?.replace('"yes"', '"no"') ?? '';
  const { code, said } = await verify(changed.join('\n'));
  expect(code).toBe(1);
  expect(said).toContain('Entry 1200 of 2026-01-01T00:20:00.000Z was changed');
  const json = JSON.parse((await verify(changed.join('\n'), { json: true })).said);
  expect(json).toMatchObject({ sound: false, faults: [{ what: 'changed', seq: 1200 }] });
});

test('another key than the noted one, and another service’s checkpoints, are told', async () => {
  const other = await verify(text, { 'public-key': Buffer.alloc(32, 1).toString('base64') });
  expect(other).toMatchObject({ code: 1, said: expect.stringContaining('another key') });
  const kept = path.join(dir, 'other.jsonl');
  writeFileSync(kept, '');
  const unshipped = await verify(text, { checkpoints: kept });
  expect(unshipped).toMatchObject({ code: 1, said: expect.stringContaining('kept elsewhere') });
});

test('what is no file, no text, or no activity is one plain line', async () => {
  await expect(verifyActivityCommand.run([path.join(dir, 'none')], {})).rejects.toThrow(
    /cannot be read \(ENOENT\)/,
  );
  await expect(verify(Buffer.of(0xff, 0xfe, 0x0a))).rejects.toThrow(/no text/);
  expect(await verify('{}')).toMatchObject({ code: 1, said: expect.stringContaining('damaged') });
  await expect(verifyActivityCommand.run([], {})).rejects.toThrow(/Name one file/);
});

test('one Ctrl-C ends it where the rest of the file does not come, and claims nothing of that; run again, all is checked', async () => {
  const pipe = path.join(dir, 'activity-pipe');
  execFileSync('mkfifo', [pipe]);
  const child = startBulkhead(data.dataDir, ['verify-activity', pipe]);
  const feed = await open(pipe, 'w');
  // More than fits into a pipe: once it is written, the command has read most of it.
  await feed.writeFile(`${text.split('\n').slice(0, 2_000).join('\n')}\n`);
  const { code, stdout, stderr } = await interruptOnce(child, async () => {});
  await feed.close();
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(
    /^Finishing .*\nStopped after 1000 entries, as you asked: this says nothing of the rest\. Run the same command again to check them all\.\n$/,
  );

  const file = path.join(dir, 'whole.json');
  writeFileSync(file, text);
  const again = await outcomeOf(startBulkhead(data.dataDir, ['verify-activity', file]));
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nothing was changed: 2500 entries/),
  });
});

test('the operator may ask for a checkpoint, and for no other job', async () => {
  vi.stubEnv('DATA_DIR', data.dataDir);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect(await checkpointActivityCommand.run([], {})).toBe(0);
  write.mockRestore();
  const { rows } = await withClient(db.manager.ownerUrl, (client) =>
    client.query('SELECT task_identifier AS task, key FROM graphile_worker.jobs'),
  );
  expect(rows).toEqual([{ task: 'sign-activity', key: 'sign-activity' }]);
});
