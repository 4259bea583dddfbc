import { generateKeyPairSync, randomUUID, sign as signBytes } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { openPool } from '../database/pool.ts';
import { activityCheckpointText } from '../journal/activity-checkpoint.ts';
import { freshDatabases } from '../testing/databases.ts';
import { chainActivity } from './chain-activity.ts';
import { exportLedger } from './export-ledger.ts';
import { isSound } from './faults.ts';
import { readLines, UnreadableError } from './read-lines.ts';
import { signCheckpoint } from './sign-checkpoint.ts';
import { verifyLedger } from './verify-ledger.ts';

let [manager, worker]: [PrismaClient, PrismaClient] = [] as never;
let owner: pg.Pool;
beforeAll(async () => {
  const urls = (await freshDatabases()).manager;
  manager = new PrismaClient({ adapter: new PrismaPg(openPool(urls.appUrl, 5)) });
  worker = new PrismaClient({ adapter: new PrismaPg(openPool(urls.workerUrl, 5)) });
  owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 5 });
});
afterAll(async () => {
  await Promise.all([manager.$disconnect(), worker.$disconnect(), owner.end()]);
});

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
/** Signs as the auth service does; that it does so is tested there. */
const auth = {
  ask: async (_: string, { count, root }: { count: number; root: string }) => {
    const at = '2026-11-23T12:00:00.000Z';
    const text = Buffer.from(activityCheckpointText({ count, root, at }));
    const signature = signBytes(null, text, privateKey).toString('base64');
    return { verdict: 'yes', at, publicKey: rawKey, signature };
  },
} as unknown as Parameters<typeof signCheckpoint>[1];
const sign = async () => {
  await chainActivity(worker);
  await signCheckpoint(worker, auth);
};
const source = { address: '203.0.113.9', userAgent: 'Müller’s "browser"\u0001, 1:2,-' };

async function customer(entries = 0): Promise<string> {
  const id = randomUUID();
  await manager.customer.create({
    data: { id, email: `${id}@example.com`, name: 'A', language: 'en' },
  });
  for (let n = 0; n < entries; n++) await record(id, { n, text: '"é\\\u0007', part: 1.5 });
  return id;
}

const record = (customerId: string, detail: Record<string, string | number> = {}) =>
  recordActivity(manager, { customerId, kind: 'sign-in', outcome: 'yes', source, detail });

async function exported(id: string): Promise<string[]> {
  let text = '';
  for await (const piece of exportLedger(manager, id)) text += piece;
  JSON.parse(text);
  return text.split('\n').slice(0, -1);
}

async function* streamOf(pieces: Iterable<Uint8Array>) {
  yield* pieces;
}

/** As the file is read, piece by piece; a piece may end within a letter. */
function verify(lines: string[], options: Parameters<typeof verifyLedger>[1] = {}) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const pieces = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * 777, (index + 1) * 777)),
  );
  return verifyLedger(readLines(streamOf(pieces)), options);
}

describe('a chain', () => {
  test('has every entry of its customer once and in turn, and its export is sound', async () => {
    const [ada, ben] = [await customer(3), await customer(5)];
    await sign();
    for (const [id, entries] of [
      [ada, 3],
      [ben, 5],
    ] as const) {
      const report = await verify(await exported(id));
      expect(report).toMatchObject({ customer: id, entries, signedUpTo: entries, faults: [] });
      expect(isSound(report)).toBe(true);
    }
  });

  test('covers every column: a change to any is seen', async () => {
    const id = await customer(2);
    await sign();
    const changes = {
      at: "at + interval '1 ms'",
      kind: "'sign-out'",
      outcome: "'no'",
      address: "'203.0.113.8'",
      user_agent: "user_agent || ' '",
      detail: `detail || '{"n": 9}'`,
      import_key: "'\\x00'",
    };
    const { rows: columns } = await owner.query(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_name = 'activity' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'customer_id')`,
    );
    expect(Object.keys(changes).sort()).toEqual(columns.map(({ name }) => name).sort());
    for (const [column, value] of Object.entries(changes)) {
      const { rows } = await owner.query(
        `SELECT min(id) AS first FROM activity WHERE customer_id = $1`,
        [id],
      );
      const client = await owner.connect();
      await client.query(`CREATE TABLE kept AS SELECT * FROM activity WHERE id = ${rows[0].first}`);
      await client.query(`UPDATE activity SET ${column} = ${value} WHERE id = ${rows[0].first}`);
      const { faults } = await verify(await exported(id));
      expect([column, faults.map(({ what }) => what)]).toEqual([column, ['changed']]);
      expect(faults[0]).toMatchObject({ seq: 1 });
      await client.query(
        `UPDATE activity SET ${column} = kept.${column} FROM kept WHERE activity.id = kept.id`,
      );
      await client.query('DROP TABLE kept');
      client.release();
    }
    expect((await verify(await exported(id))).faults).toEqual([]);
  });

  test('is right whichever of two entries is committed first', async () => {
    const id = await customer(1);
    const [late, early] = [await owner.connect(), await owner.connect()];
    const insert = `INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
      VALUES ('${id}', 'sign-out', 'yes', '', '') RETURNING id`;
    await late.query('BEGIN');
    const first = await late.query(insert);
    const second = await early.query(insert);
    expect(Number(first.rows[0].id)).toBeLessThan(Number(second.rows[0].id));
    await chainActivity(worker);
    await late.query('COMMIT');
    await sign();
    for (const client of [late, early]) client.release();
    const { rows } = await owner.query(
      'SELECT activity_id AS id FROM activity_link WHERE customer_id = $1 AND seq > 1 ORDER BY seq',
      [id],
    );
    expect(rows).toEqual([...second.rows, ...first.rows]);
    expect(await verify(await exported(id))).toMatchObject({
      entries: 3,
      signedUpTo: 3,
      faults: [],
    });
  });

  test('links each entry once, however many workers chain at once, and whatever is killed between', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => customer()));
    await owner.query(
      `INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
       SELECT ($1::uuid[])[1 + n % 4], 'sign-in', 'no', '', n::text FROM generate_series(1, 6000) AS n`,
      [ids],
    );
    const killed = await owner.connect();
    await killed.query('BEGIN');
    await killed.query('SELECT chain_activity(500)');
    const chaining = Promise.all(Array.from({ length: 4 }, () => chainActivity(worker)));
    await killed.query('ROLLBACK');
    killed.release();
    await chaining;
    await sign();
    for (const id of ids) {
      expect(await verify(await exported(id))).toMatchObject({ signedUpTo: 1_500, faults: [] });
    }
    const { rows } = await owner.query('SELECT count(*)::int AS left FROM activity_unchained');
    expect(rows).toEqual([{ left: 0 }]);
  });

  test('takes an entry of a moment that is none, or is gone, and goes on', async () => {
    const id = await customer();
    await owner.query(
      `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       VALUES ($1, 'infinity', 'sign-out', 'yes', '', ''), ($1, '4713-01-02 BC', 'sign-out', 'yes', '', ''),
         ($1, now(), 'sign-out', 'yes', '', 'gone')`,
      [id],
    );
    await owner.query("DELETE FROM activity WHERE user_agent = 'gone'");
    await chainActivity(worker);
    const { length } = await manager.activityChain.findUniqueOrThrow({ where: { customerId: id } });
    expect(length).toBe(2n);
  });

  test('is written by nobody but the function', async () => {
    for (const db of [manager, worker]) {
      for (const statement of [
        'UPDATE activity_link SET seq = seq + 1',
        'DELETE FROM activity_link',
        'INSERT INTO activity_link SELECT * FROM activity_link',
        "UPDATE activity_chain SET head = ''",
        'DELETE FROM activity_chain',
        'DELETE FROM activity_unchained',
        'UPDATE activity_checkpoint SET count = 1',
        'DELETE FROM activity_checkpoint',
        'UPDATE activity_checkpoint_part SET place = 1',
      ]) {
        await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/);
      }
    }
    await expect(manager.$queryRaw`SELECT chain_activity(1)`).rejects.toThrow(/permission denied/);
  });
});

describe('what was done to the database', () => {
  test('an entry that was taken away is named, and one that was put in past the trigger', async () => {
    const id = await customer(5);
    await sign();
    const { rows } = await owner.query(
      'SELECT activity_id AS id FROM activity_link WHERE customer_id = $1 AND seq IN (2, 3)',
      [id],
    );
    await owner.query('DELETE FROM activity WHERE id = ANY($1)', [rows.map((row) => row.id)]);
    const client = await owner.connect();
    await client.query('ALTER TABLE activity DISABLE TRIGGER USER');
    await client.query(
      `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       VALUES ($1, '2026-01-01T00:00:00Z', 'sign-in', 'yes', '', '')`,
      [id],
    );
    await client.query('ALTER TABLE activity ENABLE TRIGGER USER');
    client.release();
    const report = await verify(await exported(id));
    expect(report.faults).toMatchObject([
      { what: 'put-in', at: '2026-01-01T00:00:00.000Z' },
      { what: 'missing', from: 2, to: 3 },
    ]);
  });

  test('a chain that was written anew after its change is not the one that was signed', async () => {
    const id = await customer(4);
    await sign();
    await owner.query(
      `WITH RECURSIVE anew AS (
         SELECT 0::bigint AS seq, chain_start($1) AS hash
         UNION ALL
         SELECT l.seq, sha256(anew.hash || convert_to(l.seq || ',' || activity_text(a), 'UTF8'))
         FROM anew JOIN activity_link l ON l.customer_id = $1 AND l.seq = anew.seq + 1
         JOIN LATERAL (SELECT * FROM activity WHERE id = l.activity_id) AS b ON true
         JOIN LATERAL (SELECT b.id, b.customer_id, b.at, b.kind, 'no' AS outcome, b.address, b.user_agent,
           b.detail, b.import_key, b.ip) AS c ON true
         JOIN LATERAL (SELECT (jsonb_populate_record(NULL::activity, to_jsonb(c))).*) AS a ON true
       ) UPDATE activity_link l SET hash = anew.hash FROM anew WHERE l.customer_id = $1 AND l.seq = anew.seq`,
      [id],
    );
    await owner.query("UPDATE activity SET outcome = 'no' WHERE customer_id = $1", [id]);
    const { faults } = await verify(await exported(id));
    expect(faults).toMatchObject([{ what: 'head', seq: 4 }]);
  });

  test('the tail that was cut off is missed, with its links and head', async () => {
    const id = await customer(4);
    await sign();
    await owner.query('DELETE FROM activity_link WHERE customer_id = $1 AND seq > 2', [id]);
    await owner.query(
      `DELETE FROM activity WHERE customer_id = $1 AND id NOT IN (SELECT activity_id FROM activity_link)`,
      [id],
    );
    await owner.query('UPDATE activity_chain SET length = 2 WHERE customer_id = $1', [id]);
    const { faults } = await verify(await exported(id));
    expect(faults).toMatchObject([{ what: 'missing', from: 3, to: 4, before: null }]);
  });

  test('a head that was cut off is no removal by policy', async () => {
    const id = await customer(4);
    await sign();
    await owner.query(
      `UPDATE activity_chain SET removed = 2, passing = 2, removed_head =
         (SELECT hash FROM activity_link WHERE customer_id = $1 AND seq = 2) WHERE customer_id = $1`,
      [id],
    );
    const { faults } = await verify(await exported(id));
    expect(faults).toMatchObject([{ what: 'start', entries: 2 }]);
  });
});

test('a checkpoint vouches for each of a few thousand customers, over parts of a thousand', async () => {
  await owner.query(
    `WITH made AS (
       INSERT INTO customer (id, email, name, language)
       SELECT gen_random_uuid(), 'crowd' || n || '@example.com', 'C', 'en' FROM generate_series(1, 2500) AS n
       RETURNING id
     ) INSERT INTO activity (customer_id, kind, outcome, address, user_agent)
     SELECT id, 'invited', 'yes', '', '' FROM made`,
  );
  await sign();
  const { rows } = await owner.query('SELECT customer_id AS id FROM activity_chain ORDER BY 1');
  const last = rows.length - 1;
  for (const place of [0, 1, 1_023, 1_024, 2_047, 2_048, last - 1, last]) {
    const report = await verify(await exported(rows[place].id));
    expect([place, report.signedUpTo > 0]).toEqual([place, true]);
  }
  await sign();
  await sign();
  const kept = await owner.query(
    'SELECT count(DISTINCT checkpoint_id)::int FROM activity_checkpoint_part',
  );
  expect(kept.rows).toEqual([{ count: 2 }]);
}, 60_000);

test('a customer who came after the checkpoint is vouched for by none, and that is not called sound', async () => {
  const id = await customer(1);
  await chainActivity(worker);
  const report = await verify(await exported(id));
  expect(report).toMatchObject({ entries: 1, signedUpTo: 0, faults: [] });
  expect(isSound(report)).toBe(false);
});

test('where the service does not sign, there is no checkpoint', async () => {
  const before = await manager.activityCheckpoint.count();
  const refuse = { ask: async () => ({ verdict: 'unavailable' }) } as never;
  await expect(signCheckpoint(worker, refuse)).rejects.toThrow(/not signed/);
  expect(await manager.activityCheckpoint.count()).toBe(before);
});

describe('a file that was tampered with', () => {
  let [lines, other]: [string[], string[]] = [[], []];
  let entries: string[] = [];
  let [id, otherId] = ['', ''];
  beforeAll(async () => {
    [id, otherId] = [await customer(6), await customer(6)];
    await sign();
    [lines, other] = [await exported(id), await exported(otherId)];
    entries = lines.slice(1, -1);
  });
  const withEntries = (made: (string | undefined)[], header = lines[0]) => [
    header ?? '',
    ...made.map((line, index) => `${line?.replace(/,$/, '')}${index < made.length - 1 ? ',' : ''}`),
    ']}',
  ];
  const faultsOf = async (made: string[], options = {}) => {
    const report = await verify(made, options);
    expect(isSound(report)).toBe(false);
    return report.faults;
  };
  const at = (seq: number) => JSON.parse((entries[seq - 1] ?? '').replace(/,$/, '')).at;

  test('is sound as it was made, and the test tampers with that', async () => {
    expect(isSound(await verify(withEntries(entries)))).toBe(true);
    expect(withEntries(entries)).toEqual(lines);
  });

  test('names a changed entry, and that one alone', async () => {
    const made = entries.map((line, index) => (index === 2 ? line.replace('"yes"', '"no"') : line));
    expect(await faultsOf(withEntries(made))).toEqual([{ what: 'changed', seq: 3, at: at(3) }]);
  });

  test('names a removed entry by those around it', async () => {
    expect(await faultsOf(withEntries(entries.filter((_, index) => index !== 2)))).toEqual([
      { what: 'missing', from: 3, to: 3, after: at(2), before: at(4) },
    ]);
    expect(await faultsOf(withEntries(entries.slice(2)))).toEqual([
      { what: 'missing', from: 1, to: 2, after: null, before: at(3) },
    ]);
    expect(await faultsOf(withEntries(entries.slice(0, 4)))).toEqual([
      { what: 'missing', from: 5, to: 6, after: at(4), before: null },
    ]);
  });

  test('names entries that changed places, and one that stands twice', async () => {
    const [a, b, c, ...rest] = entries;
    expect(await faultsOf(withEntries([a, c, b, ...rest]))).toEqual([
      { what: 'moved', seq: 2, at: at(2) },
    ]);
    expect(await faultsOf(withEntries([a, b, b, c, ...rest]))).toEqual([
      { what: 'twice', seq: 2, at: at(2) },
    ]);
  });

  test('takes no entry of somebody else’s, and no proof', async () => {
    const mixed = entries.map((line, index) => (index === 3 ? (other[4] ?? '') : line));
    expect(await faultsOf(withEntries(mixed))).toMatchObject([
      { what: 'changed', seq: 4 },
      { what: 'changed', seq: 5 },
    ]);
    const header = JSON.parse(`${lines[0]}]}`);
    const foreign = JSON.parse(`${other[0]}]}`);
    const withProof = (proof: unknown) =>
      `${JSON.stringify({ ...header, proof, entries: undefined }).slice(0, -1)},"entries":[`;
    for (const proof of [
      foreign.proof,
      { ...header.proof, place: foreign.proof.place },
      { ...header.proof, length: header.proof.length - 1 },
      { ...header.proof, passing: header.proof.length },
      { ...header.proof, path: header.proof.path.slice(1) },
      { ...header.proof, path: [...header.proof.path, header.proof.path[0]] },
    ]) {
      const [fault] = await faultsOf(withEntries(entries, withProof(proof)));
      expect(fault).toEqual({ what: 'proof' });
    }
  });

  test('takes no other key, no other signature, and no checkpoint that was not shipped', async () => {
    const header = JSON.parse(`${lines[0]}]}`);
    const key = Buffer.alloc(32, 7).toString('base64');
    expect(await faultsOf(lines, { publicKey: key })).toEqual([{ what: 'foreign-key' }]);
    expect(isSound(await verify(lines, { publicKey: header.checkpoint.publicKey }))).toBe(true);
    expect(isSound(await verify(lines, { shipped: [header.checkpoint] }))).toBe(true);
    expect(await faultsOf(lines, { shipped: [] })).toEqual([{ what: 'not-shipped' }]);
    const later = lines[0]?.replace(header.checkpoint.at, '2026-11-24T00:00:00.000Z');
    expect(await faultsOf(withEntries(entries, later))).toEqual([{ what: 'signature' }]);
    const own = lines[0]?.replace(header.checkpoint.publicKey, key);
    expect(await faultsOf(withEntries(entries, own))).toEqual([{ what: 'signature' }]);
  });

  test('lets nothing stand in it that is not covered', async () => {
    const padded = entries.map((line, index) =>
      index === 1 ? line.replace('{', '{"country":"FR",') : line,
    );
    expect((await faultsOf(withEntries(padded)))[0]).toEqual({ what: 'line', line: 3 });
    const noted = lines[0]?.replace('"version":1', '"version":1,"note":"x"');
    expect(await faultsOf(withEntries(entries, noted))).toEqual([{ what: 'form' }]);
    expect(await faultsOf([...lines, 'more'])).toEqual([{ what: 'line', line: lines.length + 1 }]);
  });

  test.each([
    ['nothing', ['']],
    ['garbage', ['\u0000\u0001', '<html>']],
    ['other JSON', ['{"bulkhead":"activity","entries":[', ']}']],
    ['a number', ['1']],
  ])('is told to be none where it is %s', async (_, made) => {
    expect(await faultsOf(made)).toEqual([{ what: 'form' }]);
  });

  test('is told to be a part where it was narrowed, and to break off where it does', async () => {
    expect(await faultsOf(['[', '{"at":"x"}', ']'])).toEqual([{ what: 'narrowed' }]);
    expect(await faultsOf(lines.slice(0, -1))).toEqual([{ what: 'ends-early' }]);
  });

  test('is not read on where a line has no end, or it is no text', async () => {
    const endless = streamOf(
      (function* () {
        for (;;) yield new Uint8Array(65_536).fill(97);
      })(),
    );
    await expect(verifyLedger(readLines(endless))).rejects.toThrow(UnreadableError);
    const bytes = streamOf([Uint8Array.of(0x7b, 0xff, 0x0a)]);
    await expect(verifyLedger(readLines(bytes))).rejects.toThrow(UnreadableError);
  });

  test('of very many faults tells a hundred', async () => {
    const made = Array.from({ length: 5_000 }, () => 'x');
    expect(await faultsOf(withEntries(made))).toHaveLength(100);
  });
});
