import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectAuth } from '../auth/connect.ts';
import { listMigrations } from '../database/migrations.ts';
import { chainHash, emptyChain, entryText } from '../journal/chain.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import { startAuthService } from '../testing/auth-service.ts';
import { freshDatabases } from '../testing/databases.ts';
import { writeZonesFile } from '../testing/zones-file.ts';
import { journalPublicKeyCommand } from './commands/journal-public-key.ts';
import { journalVerifyCommand } from './commands/journal-verify.ts';
import { readCheckpoints, readJournal } from './journal/read-journal.ts';
import { readShippedCheckpoints } from './journal/shipped-checkpoints.ts';
import { verifyJournal } from './verify-journal.ts';

let db: Awaited<ReturnType<typeof freshDatabases>>;
let data: ReturnType<typeof writeZonesFile>;
let [owner, reader]: [pg.Client, pg.Client] = [] as never;
let publicKey: Buffer;
let shipped: Checkpoint[];
let service: Awaited<ReturnType<typeof startAuthService>>;

beforeAll(async () => {
  db = await freshDatabases();
  service = await startAuthService(db.auth.appUrl);
  data = writeZonesFile(db, service);
  vi.stubEnv('DATA_DIR', data.dataDir);
  const callerKey = readFileSync(service.keyFile('manager'), 'utf8').trim();
  const { ask } = connectAuth({ socketPath: service.socketPath, caller: 'manager', callerKey });
  for (let entry = 0; entry < 10; entry++) {
    await ask('redeem-grant', { grant: 'x'.repeat(43), purpose: 'sign-in' });
  }
  // Ending, it signs how far it has come.
  await service.end();
  owner = new pg.Client(db.auth.ownerUrl);
  reader = new pg.Client(db.auth.journalUrl);
  await Promise.all([owner.connect(), reader.connect()]);
  shipped = readShippedCheckpoints(service.checkpointsFile).journal;
  publicKey = shipped[0]?.publicKey ?? Buffer.alloc(0);
  await owner.query(`CREATE SCHEMA sound; CREATE TABLE sound.journal AS TABLE journal;
    CREATE TABLE sound.head AS TABLE journal_head;
    CREATE TABLE sound.checkpoint AS TABLE journal_checkpoint`);
});
beforeEach(async () => {
  await owner.query(`TRUNCATE journal, journal_head, journal_checkpoint;
    INSERT INTO journal TABLE sound.journal; INSERT INTO journal_head TABLE sound.head;
    INSERT INTO journal_checkpoint TABLE sound.checkpoint`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([owner.end(), reader.end()]);
  data.remove();
  await service.stop();
});

async function faults(options: { shipped?: Checkpoint[] } = {}) {
  const report = await verifyJournal(reader, { publicKey, shipped: options.shipped ?? [] });
  return report.faults.map(({ seq, what }) => `${seq}: ${what}`);
}

/** What somebody does who owns the database, knows the chain, and lacks only the key. */
async function recomputeChain() {
  let before = emptyChain;
  for await (const page of readJournal(owner)) {
    for (const row of page) {
      before = chainHash(before, row.seq, entryText(row));
      await owner.query('UPDATE journal SET hash = $1 WHERE seq = $2', [before, row.seq]);
    }
  }
  await owner.query(
    'UPDATE journal_head SET hash = $1, seq = (SELECT coalesce(max(seq), 0) FROM journal)',
    [before],
  );
}

const notWritten = 'it is not the entry that was written here, or the one before it is not';
const notSigned = 'the journal up to here is not the one that was signed';

test('a journal that nobody touched is sound, and signed to its last entry', async () => {
  const report = await verifyJournal(reader, { publicKey, shipped });
  expect(report).toMatchObject({ faults: [], entries: 10n, vouchedFor: 10n });
  expect(shipped.map(({ seq }) => seq)).toEqual([10n]);
});

describe('tampering is named where it was done', () => {
  test.each([
    ['at', "at + interval '1 ms'"],
    ['caller', "'worker'"],
    ['verb', "'verify-password'"],
    ['subject_id', 'gen_random_uuid()'],
    ['verdict', "'yes'"],
    ['because', 'NULL'],
    ['address', "'192.0.2.1'"],
    ['request_id', "'another'"],
    ['hash', "sha256('')"],
  ])('a changed %s', async (column, value) => {
    await owner.query(`UPDATE journal SET ${column} = ${value} WHERE seq = 4`);
    expect(await faults()).toContain(`4: ${notWritten}`);
  });

  test.each([
    ['the first entry', 1, '2: entry 1 is missing before this one'],
    ['one in the middle', 5, '6: entry 5 is missing before this one'],
  ])('%s removed', async (_, seq, words) => {
    await owner.query('DELETE FROM journal WHERE seq = $1', [seq]);
    expect(await faults()).toContain(words);
  });

  test('an entry removed and those after it moved up', async () => {
    await owner.query('DELETE FROM journal WHERE seq = 5');
    for (let seq = 6; seq <= 10; seq++) {
      await owner.query('UPDATE journal SET seq = seq - 1 WHERE seq = $1', [seq]);
    }
    expect(await faults()).toContain(`5: ${notWritten}`);
  });

  test('two entries that changed places', async () => {
    await owner.query(`UPDATE journal SET seq = -1 WHERE seq = 3`);
    await owner.query(`UPDATE journal SET seq = 3 WHERE seq = 7`);
    await owner.query(`UPDATE journal SET seq = 7 WHERE seq = -1`);
    const found = await faults();
    expect(found).toContain(`3: ${notWritten}`);
    expect(found).toContain(`7: ${notWritten}`);
  });

  test('an entry added at the end', async () => {
    await owner.query(`INSERT INTO journal (seq, hash, at, caller, verb, verdict, request_id)
      VALUES (11, sha256(''), now(), 'manager', 'redeem-grant', 'no', 'r')`);
    expect(await faults()).toEqual([
      `11: ${notWritten}`,
      '11: the head says 10, the last entry is 11',
    ]);
  });

  test('the tail cut off, by the head', async () => {
    await owner.query('DELETE FROM journal WHERE seq > 8');
    expect(await faults()).toContain('8: the head says 10, the last entry is 8');
  });
});

describe('whoever knows the chain and lacks the key is found by the checkpoints', () => {
  test('a changed entry, with every hash after it made to fit', async () => {
    await owner.query("UPDATE journal SET verdict = 'yes' WHERE seq = 4");
    await recomputeChain();
    expect(await faults()).toEqual([`10: ${notSigned}`]);
  });

  test('a tail cut off, with the head made to fit', async () => {
    await owner.query('DELETE FROM journal WHERE seq > 8');
    await recomputeChain();
    const [found] = await faults();
    expect(found).toMatch(/^10: the journal ends at 8, .* its tail was cut off$/);
  });

  test('a tail cut off with its checkpoints, by those that were shipped elsewhere', async () => {
    await owner.query('DELETE FROM journal WHERE seq > 8; TRUNCATE journal_checkpoint');
    await recomputeChain();
    expect(await faults()).toEqual([]);
    const [found] = await faults({ shipped });
    expect(found).toMatch(/^10: the journal ends at 8/);
  });

  test('a checkpoint that another key signed', async () => {
    await owner.query("UPDATE journal_checkpoint SET signature = decode(repeat('00', 64), 'hex')");
    expect(await faults()).toEqual(['10: a checkpoint is not signed by the key']);
  });

  test('everything thrown away', async () => {
    await owner.query('TRUNCATE journal, journal_checkpoint');
    await recomputeChain();
    expect((await faults({ shipped }))[0]).toMatch(/^10: the journal ends at 0/);
  });
});

describe('the commands', () => {
  async function run(command: typeof journalVerifyCommand, options: Record<string, unknown> = {}) {
    let said = '';
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += text;
      return true;
    });
    const code = await command.run([], options).finally(() => write.mockRestore());
    return { code, said };
  }

  test('verify says that all is well, and against which key', async () => {
    const key = (await run(journalPublicKeyCommand)).said.trim();
    expect(key).toBe(publicKey.toString('base64'));
    const pinned = await run(journalVerifyCommand, {
      'public-key': key,
      checkpoints: service.checkpointsFile,
    });
    expect(pinned).toEqual({
      code: 0,
      said: 'Nothing was changed: 10 entries, 2 checkpoints, signed up to entry 10.\n',
    });
    expect((await run(journalVerifyCommand)).said).toContain('the key that the database itself');
  });

  test('verify ends with 1, and names the entry, when something was changed', async () => {
    await owner.query("UPDATE journal SET verdict = 'yes' WHERE seq = 4");
    const { code, said } = await run(journalVerifyCommand);
    expect(code).toBe(1);
    expect(said).toMatch(/^entry 4 \(20.*Z\): it is not the entry that was written here/);
    expect(JSON.parse((await run(journalVerifyCommand, { json: true })).said)).toMatchObject({
      sound: false,
      pinned: false,
      faults: [{ seq: '4' }],
    });
  });

  test('verify ends with 1 where nothing vouches for the journal', async () => {
    await owner.query('TRUNCATE journal_checkpoint');
    const { code, said } = await run(journalVerifyCommand);
    expect([code, said.includes('no checkpoint vouches')]).toEqual([1, true]);
  });
});

test('a page boundary hides nothing', async () => {
  await owner.query(`INSERT INTO journal (seq, hash, at, caller, verb, verdict, request_id)
    SELECT n, '', '2026-11-23', 'manager', 'redeem-grant', 'no', 'r' FROM generate_series(11, 12000) n`);
  const rows: { seq: bigint }[] = [];
  for await (const page of readJournal(reader)) rows.push(...page);
  expect(rows.map(({ seq }) => Number(seq))).toEqual(
    Array.from({ length: 12_000 }, (_, i) => i + 1),
  );
  expect(await readCheckpoints(reader, 10n, null)).toEqual([]);
});

test('the lines of an older version are chained as they stand when it is upgraded', async () => {
  const migrations = listMigrations('auth').then(
    ({ migrationDirectories }) => migrationDirectories,
  );
  const chain = (await migrations).findIndex(({ path }) => path.endsWith('journal_chain'));
  const sql = (await migrations).map(({ migrationFile }) => migrationFile.content.value);
  await owner.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public;`);
  for (const text of sql.slice(0, chain)) await owner.query(text);
  await owner.query(`INSERT INTO journal (at, caller, verb, subject_id, verdict, because, address, request_id)
    SELECT now() + n * interval '1 s', 'manager', 'verify-password',
      CASE n % 2 WHEN 0 THEN gen_random_uuid() END, 'no', CASE n % 3 WHEN 0 THEN 'élan, 3:x' END, '::1', 'r' || n
    FROM generate_series(1, 500) n`);
  for (const text of sql.slice(chain)) await owner.query(text);
  expect(await verifyJournal(reader, { publicKey, shipped: [] })).toMatchObject({
    faults: [],
    entries: 500n,
  });
});
