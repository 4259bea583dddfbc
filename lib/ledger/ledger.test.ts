import { describe, expect, test } from 'vitest';
import { openLedger, verifyLines as verify } from '../testing/ledger.ts';
import { chainActivity } from './chain-activity.ts';
import { isSound } from './faults.ts';
import { signCheckpoint } from './sign-checkpoint.ts';

const { db, workerDb, owner, sign, customer, exported } = await openLedger();

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
    await chainActivity(workerDb);
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
    const chaining = Promise.all(Array.from({ length: 4 }, () => chainActivity(workerDb)));
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
    await chainActivity(workerDb);
    const { length } = await db.activityChain.findUniqueOrThrow({ where: { customerId: id } });
    expect(length).toBe(2n);
  });

  test('is written by nobody but the function', async () => {
    for (const role of [db, workerDb]) {
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
        await expect(role.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied/);
      }
    }
    await expect(db.$queryRaw`SELECT chain_activity(1)`).rejects.toThrow(/permission denied/);
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
});

test('a customer who came after the checkpoint is vouched for by none, and that is not called sound', async () => {
  const id = await customer(1);
  await chainActivity(workerDb);
  const report = await verify(await exported(id));
  expect(report).toMatchObject({ entries: 1, signedUpTo: 0, faults: [] });
  expect(isSound(report)).toBe(false);
});

test('where the service does not sign, there is no checkpoint', async () => {
  const before = await db.activityCheckpoint.count();
  const refuse = { ask: async () => ({ verdict: 'unavailable' }) } as never;
  await expect(signCheckpoint(workerDb, refuse)).rejects.toThrow(/not signed/);
  expect(await db.activityCheckpoint.count()).toBe(before);
});
