import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { resetStepsMax } from '../auth/contract.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { chartReset } from './chart-reset.ts';
import { closeReset } from './close-reset.ts';
import type { Door } from './door.ts';
import { findNotDone } from './find-not-done.ts';
import { listProgress } from './list-progress.ts';
import { orderMails } from './order-mails.ts';

const { db, workerDb, owner, customer, people } = await openManagerBench();
const minute = (count: number) => new Date(Date.parse('2026-02-01T10:00:00Z') + count * 60_000);
const names = ['ada', 'ben', 'cleo', 'dora', 'eli', 'finn'];
const ids = await people(names, () => ({ createdAt: new Date('2026-01-01') }));
const id = (name: string) => ids[name] ?? '';
const staff = await customer({ name: 'staff' });
let reset = { id: '', scope: 'all', cutoff: new Date() };

beforeEach(async () => {
  reset = { id: randomUUID(), scope: 'all', cutoff: minute(0) };
  const facts = { state: 'active', reason: 'x', startedBy: staff };
  await db.reset.create({ data: { ...facts, ...reset } });
});

interface Fate {
  claimedAt?: Date;
  sentAt?: Date;
  error?: string;
}

async function notice(name: string, { claimedAt = minute(1), ...fate }: Fate) {
  await workerDb.resetNotice.create({
    data: { resetId: reset.id, customerId: id(name), claimedAt, ...fate },
  });
}

function answering(answers: Record<string, unknown>): Door {
  const ask = async (verb: string) => answers[verb] ?? { verdict: 'unavailable' };
  return { db, ask: ask as never };
}

describe('the curve of a reset', () => {
  test('counts who was told and whose mail was refused by the time it happened', async () => {
    await notice('ada', { sentAt: minute(10) });
    await notice('ben', { sentAt: minute(30) });
    await notice('cleo', { claimedAt: minute(20), error: 'refused' });
    await notice('dora', { claimedAt: minute(20), error: 'put-off' });
    await notice('eli', { claimedAt: minute(20) });
    const chart = await chartReset(answering({}), reset, minute(48));
    expect(chart.moments).toHaveLength(49);
    expect([chart.moments[0], chart.moments[48]]).toEqual([minute(0), minute(48)]);
    expect([0, 10, 11, 30, 31, 48].map((at) => chart.told[at])).toEqual([0, 0, 1, 1, 2, 2]);
    expect([20, 21, 48].map((at) => chart.bounced[at])).toEqual([0, 1, 1]);
  });

  test('says what the auth service says, and nothing in its place while it is silent', async () => {
    const said = { verdict: 'yes', opened: Array(48).fill(2), done: Array(48).fill(1) };
    const known = await chartReset(answering({ 'chart-reset': said }), reset, minute(48));
    expect([known.opened?.[0], known.opened?.[48], known.done?.[48]]).toEqual([0, 2, 1]);
    const silent = await chartReset(answering({}), reset, minute(48));
    expect([silent.opened, silent.done, silent.told[48]]).toEqual([null, null, 0]);
  });

  test('is drawn from the first second on, and when the servers’ clocks differ', async () => {
    for (const now of [minute(0), minute(-5), new Date(minute(0).getTime() + 1_500)]) {
      const { moments, told } = await chartReset(answering({}), reset, now);
      expect(moments.length).toBeGreaterThanOrEqual(2);
      expect(told).toHaveLength(moments.length);
    }
  });
});

describe('closing a reset', () => {
  const close = () => closeReset(db, { reset: reset.id, staff });
  const endMails = (wave = 1) =>
    workerDb.resetMailEnd.create({ data: { resetId: reset.id, wave } });
  const order = (act: string, wave = 1) =>
    db.resetMailAct.create({ data: { resetId: reset.id, wave, act, staffId: staff } });
  const tellEveryone = async () => {
    for (const name of names) await notice(name, { sentAt: minute(2) });
    await endMails();
  };

  test('keeps who closed it and when, once, with its entry in the trail', async () => {
    await tellEveryone();
    const closed = await Promise.all(Array.from({ length: 5 }, close));
    expect(closed.sort()).toEqual(['done', 'over', 'over', 'over', 'over']);
    expect(await db.resetClosed.findUnique({ where: { resetId: reset.id } })).toMatchObject({
      closedBy: staff,
    });
    const acts = await db.staffAct.findMany({ where: { act: 'reset-closed' } });
    expect(acts.map(({ detail }) => detail)).toEqual([{ reset: reset.id, scope: 'all' }]);
  });

  test('is refused while mails go out or are paused, and changes nothing', async () => {
    for (const name of names) await notice(name, { sentAt: minute(2) });
    expect(await close()).toBe('mailing');
    await order('pause');
    expect(await close()).toBe('mailing');
    await order('resume');
    await endMails();
    await order('resend', 2);
    expect(await close()).toBe('mailing');
    expect(await db.resetClosed.count({ where: { resetId: reset.id } })).toBe(0);
    await endMails(2);
    expect(await close()).toBe('done');
  });

  test('waits for the last mail of a stop, and not for one that will not be tried again', async () => {
    await notice('ada', { claimedAt: new Date() });
    await order('stop');
    expect(await close()).toBe('mailing');
    await notice('ben', { error: 'refused' });
    await owner.query(
      `UPDATE reset_notice SET claimed_at = now() - interval '3 minutes' WHERE reset_id = $1`,
      [reset.id],
    );
    expect(await close()).toBe('done');
  });

  test('ends every order for its mails', async () => {
    await tellEveryone();
    expect(await close()).toBe('done');
    const again = { reset: reset.id, wave: 1, act: 'resend', staff } as const;
    expect(await orderMails(db, again)).toBe('over');
    expect(await db.resetMailAct.count({ where: { resetId: reset.id } })).toBe(0);
  });

  test.each(['starting', 'proposed', 'refused', 'cancelled'])(
    'is refused for one that is %s',
    async (state) => {
      await tellEveryone();
      await db.reset.update({ where: { id: reset.id }, data: { state } });
      expect(await close()).toBe('over');
    },
  );

  test('ends every change of it, by any role: its state, whom it concerns, and who was told', async () => {
    await tellEveryone();
    expect(await close()).toBe('done');
    const asOwner = { $executeRawUnsafe: (change: string) => owner.query(change) };
    const changes = [
      [db, `UPDATE reset SET state = 'cancelled' WHERE id = '${reset.id}'`],
      [workerDb, `UPDATE reset SET cutoff = now() WHERE id = '${reset.id}'`],
      [db, `INSERT INTO reset_subject VALUES ('${reset.id}', '${staff}')`],
      [
        workerDb,
        `INSERT INTO reset_notice (reset_id, customer_id, claimed_at) VALUES ('${reset.id}', '${staff}', now())`,
      ],
      [workerDb, `UPDATE reset_notice SET sent_at = now() WHERE reset_id = '${reset.id}'`],
      [asOwner, `DELETE FROM reset_notice WHERE reset_id = '${reset.id}'`],
    ] as const;
    for (const [role, change] of changes) {
      const tried = role.$executeRawUnsafe(change);
      await expect(tried, change).rejects.toThrow('this reset is closed');
    }
    for (const change of [
      'DELETE FROM reset_closed',
      'UPDATE reset_closed SET closed_at = now()',
    ]) {
      await expect(db.$executeRawUnsafe(change)).rejects.toThrow('permission denied');
    }
  });
});

describe('the list of everyone concerned', () => {
  test('joins what both sides know, customer by customer, and leaves nobody out', async () => {
    await notice('ada', { sentAt: minute(1) });
    await notice('ben', { error: 'refused' });
    await notice('cleo', { error: 'put-off' });
    await notice('dora', {});
    const steps = [
      { subject: id('ada'), openedAt: minute(2).toISOString(), doneAt: minute(3).toISOString() },
      { subject: id('eli'), openedAt: minute(4).toISOString(), doneAt: null },
      // Known to the service alone: they stand in no list here.
      { subject: '00000000-0000-4000-8000-000000000000', openedAt: null, doneAt: null },
      { subject: 'ffffffff-ffff-4fff-bfff-ffffffffffff', openedAt: null, doneAt: null },
    ].sort((one, other) => (one.subject < other.subject ? -1 : 1));
    const door = answering({ 'list-reset-steps': { verdict: 'yes', steps } });
    const found = new Map(
      (await Array.fromAsync(listProgress(door, reset))).map(({ name, ...rest }) => [name, rest]),
    );
    expect([...found.keys()].sort()).toEqual(names);
    const none = { toldAt: null, openedAt: null, doneAt: null };
    expect(found.get('ada')).toMatchObject({
      ...{ toldAt: minute(1), openedAt: minute(2), doneAt: minute(3), problem: null },
    });
    expect(found.get('ben')).toMatchObject({ ...none, problem: 'refused' });
    expect(found.get('cleo')).toMatchObject({ ...none, problem: 'later' });
    expect(found.get('dora')).toMatchObject({ ...none, problem: 'uncertain' });
    expect(found.get('eli')).toMatchObject({ ...none, openedAt: minute(4), problem: 'untold' });
  });

  test('of a reset of some has those and nobody else', async () => {
    const some = { ...reset, id: randomUUID(), scope: 'subjects' };
    await db.reset.create({ data: { state: 'active', reason: 'x', startedBy: staff, ...some } });
    await db.resetSubject.create({ data: { resetId: some.id, customerId: id('finn') } });
    const door = answering({ 'list-reset-steps': { verdict: 'yes', steps: [] } });
    expect((await Array.fromAsync(listProgress(door, some))).map(({ name }) => name)).toEqual([
      'finn',
    ]);
    expect(await closeReset(db, { reset: some.id, staff })).toBe('mailing');
  });

  test('breaks off when the auth service does, rather than end as if it were whole', async () => {
    await expect(Array.fromAsync(listProgress(answering({}), reset))).rejects.toThrow(
      'does not list',
    );
  });

  test('walks on through pages of either side', async () => {
    await owner.query(
      `INSERT INTO customer (id, email, name, language, created_at)
       SELECT gen_random_uuid(), 'page.' || n || '@example.com', 'page', 'en', '2026-01-01'
       FROM generate_series(1, $1) n`,
      [resetStepsMax + 10],
    );
    const rows = await owner.query<{ id: string }>(
      `SELECT id FROM customer WHERE created_at < '2026-02-01' ORDER BY id`,
    );
    const all = rows.rows.map((row) => row.id);
    const doneAt = minute(5).toISOString();
    const ask = async (_: string, { after }: { after?: string }) => {
      const rest = after ? all.slice(all.indexOf(after) + 1) : all;
      const steps = rest
        .slice(0, resetStepsMax)
        .map((subject) => ({ subject, openedAt: null, doneAt }));
      return { verdict: 'yes', steps };
    };
    const found = await Array.fromAsync(listProgress({ db, ask: ask as never }, reset));
    expect(found.map((row) => row.id)).toEqual(all);
    expect(found.filter((row) => row.doneAt?.toISOString() === doneAt)).toHaveLength(all.length);
    await owner.query(`DELETE FROM customer WHERE name = 'page'`);
  });

  test('names who has not chosen a new password', async () => {
    const steps = names
      .filter((name) => name !== 'cleo')
      .map((name) => ({ subject: id(name), openedAt: null, doneAt: minute(3).toISOString() }))
      .sort((one, other) => (one.subject < other.subject ? -1 : 1));
    const door = answering({ 'list-reset-steps': { verdict: 'yes', steps } });
    const mails = { concerned: 6, sent: 0, uncertain: 0, refused: 0, later: 0 };
    const progress = { passwords: { concerned: 6, done: 5 }, mails };
    const left = { count: 1, named: [{ id: id('cleo'), name: 'cleo' }] };
    expect(await findNotDone(door, reset, progress)).toEqual(left);
    expect(await findNotDone(answering({}), reset, progress)).toBeNull();
    expect(await findNotDone(door, reset, { passwords: null, mails })).toBeNull();
  });
});
