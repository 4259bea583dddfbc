import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { signingAuth } from '../testing/ledger.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { countSignIns } from '../worker/tasks/count-sign-ins.ts';
import { signActivity } from '../worker/tasks/sign-activity.ts';
import { exportLedger } from './export-ledger.ts';
import { isSound } from './faults.ts';
import { markPassing } from './mark-passing.ts';
import { readLines } from './read-lines.ts';
import { removePassing } from './remove-passing.ts';
import { verifyLedger } from './verify-ledger.ts';

const { db: manager, workerDb: worker, owner, customer: newCustomer } = await openManagerBench();
const [staffId, investigationId] = [await newCustomer(), randomUUID()];
await manager.investigation.create({
  data: { id: investigationId, title: 'T', indicators: '203.0.113.9', createdBy: staffId },
});

/** Signs twice: a mark and a signing within one millisecond are not told apart, and what is so marked stays. */
async function signDay(activityDays = 400) {
  const parts = { database: worker, auth: signingAuth as never, activityDays };
  for (let time = 0; time < 2; time++) await signActivity(parts);
}
const removeAll = (days = 400) => removePassing(worker, days, Date.now() + 60_000);

/** A customer with sign-ins of so many days ago, chained in this order. */
async function customer(daysAgo: number[]): Promise<string> {
  const id = await newCustomer();
  for (const days of daysAgo) {
    await owner.query(
      `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
       VALUES ($1, now() - make_interval(days => $2), 'sign-in', 'yes', '203.0.113.9', 'test')`,
      [id, days],
    );
  }
  return id;
}

const say = (customerId: string, kind: 'hold' | 'release') =>
  manager.investigationEntry.create({
    data: { investigationId, customerId, staffId, kind },
    select: { id: true },
  });

const left = (customerId: string) => manager.activity.count({ where: { customerId } });

async function verified(id: string) {
  const bytes = (async function* () {
    for await (const piece of exportLedger(manager, id)) yield Buffer.from(piece);
  })();
  return verifyLedger(readLines(bytes));
}

test('what is older than the policy goes, once it is signed, and the rest is sound without it', async () => {
  const id = await customer([500, 450, 401, 399, 10, 0]);
  await signDay();
  expect(await left(id)).toBe(6);
  await removeAll();
  expect(await left(id)).toBe(3);
  const report = await verified(id);
  expect(report).toMatchObject({ removed: 3, entries: 3, signedUpTo: 6, faults: [] });
  expect(isSound(report)).toBe(true);
});

test('all of a history may go, and what comes later is chained to it', async () => {
  const id = await customer([500, 500]);
  await signDay();
  await removeAll();
  expect(await verified(id)).toMatchObject({ removed: 2, entries: 0, signedUpTo: 2, faults: [] });
  await owner.query(
    `INSERT INTO activity (customer_id, kind, outcome, address, user_agent) VALUES ($1, 'sign-out', 'yes', '', '')`,
    [id],
  );
  await signDay();
  expect(await verified(id)).toMatchObject({ removed: 2, entries: 1, signedUpTo: 3, faults: [] });
});

test('nothing goes that no checkpoint was signed over', async () => {
  const id = await customer([500]);
  await owner.query('SELECT chain_activity(10)');
  await markPassing(worker, 400);
  await removeAll();
  expect(await left(id)).toBe(1);
});

test('an old entry behind a young one stays as long as that', async () => {
  const id = await customer([500, 10, 600]);
  await signDay();
  await removeAll();
  expect(await left(id)).toBe(2);
});

test('the worker’s role cannot remove what is young, whatever it says', async () => {
  const id = await customer([89, 80]);
  for (const days of [0, -2_147_483_648, 89]) {
    await signDay(days);
    await removeAll(days);
  }
  await worker.$queryRaw`SELECT mark_passing(${id}::uuid, NULL, 1000)`;
  await worker.$queryRaw`SELECT last FROM remove_passing(${id}::uuid, NULL, 1000)`;
  expect(await left(id)).toBe(2);
  await expect(worker.$executeRaw`DELETE FROM activity`).rejects.toThrow(/permission denied/);
  for (const db of [manager]) {
    await expect(db.$queryRaw`SELECT mark_passing(${id}::uuid, 400, 10)`).rejects.toThrow(
      /permission denied/,
    );
  }
});

test('a longer policy after the mark keeps what was marked', async () => {
  const id = await customer([500, 450]);
  await signDay(400);
  await removeAll(480);
  expect(await left(id)).toBe(1);
  await removeAll(400);
  expect(await left(id)).toBe(0);
});

test('whom an investigation holds loses nothing, neither marked before the hold nor after, until it is released', async () => {
  const [before, after] = [await customer([500]), await customer([500])];
  await say(before, 'hold');
  await signDay();
  await say(after, 'hold');
  await removeAll();
  expect([await left(before), await left(after)]).toEqual([1, 1]);
  await say(before, 'release');
  await say(after, 'release');
  await signDay();
  await removeAll();
  expect([await left(before), await left(after)]).toEqual([0, 0]);
});

test('a hold that is being placed is waited for, and then holds', async () => {
  const id = await customer([500]);
  await signDay();
  const staff = await owner.connect();
  await staff.query('BEGIN');
  await staff.query(
    `INSERT INTO investigation_entry (investigation_id, customer_id, staff_id, kind) VALUES ($1, $2, $3, 'hold')`,
    [investigationId, id, staffId],
  );
  const removing = removeAll();
  await expect
    .poll(async () => (await owner.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount)
    .toBeGreaterThan(0);
  await staff.query('COMMIT');
  staff.release();
  await removing;
  expect(await left(id)).toBe(1);
});

test('a hold that comes during a removal waits for its end, and holds what is left', async () => {
  const id = await customer([500, 10]);
  await signDay();
  const remover = await owner.connect();
  await remover.query('BEGIN');
  await remover.query(
    "SELECT last FROM remove_passing('00000000-0000-0000-0000-000000000000', 400, 1000)",
  );
  let placed = false;
  const placing = say(id, 'hold').then(() => {
    placed = true;
  });
  await expect
    .poll(async () => (await owner.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount)
    .toBeGreaterThan(0);
  expect(placed).toBe(false);
  await remover.query('COMMIT');
  remover.release();
  await placing;
  expect(await left(id)).toBe(1);
  await expect(owner.query('DELETE FROM activity WHERE customer_id = $1', [id])).rejects.toThrow(
    /held as evidence/,
  );
});

test('what was tampered with is not removed as old, and stays to be named', async () => {
  const [made, gone] = [await customer([10, 10]), await customer([500, 500, 500])];
  await owner.query('SELECT chain_activity(100)');
  await owner.query("UPDATE activity SET at = now() - interval '500 days' WHERE customer_id = $1", [
    made,
  ]);
  await owner.query(
    `DELETE FROM activity WHERE id = (
       SELECT activity_id FROM activity_link WHERE customer_id = $1 AND seq = 2)`,
    [gone],
  );
  await signDay();
  await removeAll();
  expect(await left(made)).toBe(2);
  expect((await verified(made)).faults).toMatchObject([{ what: 'changed', seq: 1 }, {}]);
  expect((await verified(gone)).faults).toMatchObject([{ what: 'missing', from: 2, to: 2 }]);
});

test('a removal takes signals’ events along, and neither the signals nor the counts', async () => {
  const id = await customer([500, 10]);
  const signalId = randomUUID();
  await owner.query(
    `INSERT INTO signal (id, pattern, subject, customer_id, events, first_at, last_at)
     VALUES ($1, 'first-try', $2::text, $2::uuid, 2, now() - interval '500 days', now())`,
    [signalId, id],
  );
  await owner.query('INSERT INTO signal_event SELECT $1, id FROM activity WHERE customer_id = $2', [
    signalId,
    id,
  ]);
  await countSignIns({ database: worker });
  const counted = () => owner.query('SELECT * FROM sign_in_hour ORDER BY hour');
  const before = (await counted()).rows;
  await signDay();
  await removeAll();
  expect(await left(id)).toBe(1);
  expect(await manager.signalEvent.count({ where: { signalId } })).toBe(1);
  expect(await manager.signal.findUnique({ where: { id: signalId } })).toMatchObject({ events: 2 });
  await countSignIns({ database: worker });
  expect((await counted()).rows).toEqual(before);
});

test('two workers at once remove each entry once, and many customers are gone through', async () => {
  const ids = await Promise.all(Array.from({ length: 120 }, () => customer([500, 10])));
  await owner.query(
    `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent)
     SELECT $1, now() - interval '500 days', 'sign-in', 'no', '', '' FROM generate_series(1, 350)`,
    [await customer([])],
  );
  await signDay();
  await Promise.all([removeAll(), removeAll()]);
  const counts = await Promise.all(ids.map(left));
  expect(counts).toEqual(ids.map(() => 1));
  const { rows } = await owner.query(
    "SELECT count(*)::int AS old FROM activity WHERE at < now() - interval '400 days' AND outcome = 'no'",
  );
  expect(rows).toEqual([{ old: 0 }]);
  for (const id of ids.slice(0, 5)) expect((await verified(id)).faults).toEqual([]);
});
