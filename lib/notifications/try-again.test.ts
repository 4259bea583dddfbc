import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { notices } from '../mail/templates.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { countDomains, countNotices } from './count-notices.ts';
import { type NoticeState, noticeStates } from './delivery.ts';
import { listNotices, pageSize } from './list-notices.ts';
import { queueNotice } from './queue-notice.ts';
import { tryAgain } from './try-again.ts';

const { db, owner } = await openManagerBench(5);

const [ada, eve, staffId] = [randomUUID(), randomUUID(), randomUUID()];
const source = { address: '203.0.113.9', userAgent: 'Firefox' };

beforeAll(async () => {
  await db.customer.createMany({
    data: [
      { id: ada, email: 'ada@example.com', name: 'Ada', language: 'en' },
      { id: eve, email: 'eve@example.org', name: 'Eve', language: 'fr' },
      { id: staffId, email: 'sam@example.net', name: 'Sam', language: 'en' },
    ],
  });
});
beforeEach(async () => {
  await owner.query('DELETE FROM notice');
  await owner.query('DELETE FROM staff_act');
  await owner.query('DELETE FROM graphile_worker._private_jobs');
});

/** A notice that has come to this state, with as many attempts. */
async function made(state: NoticeState, { customerId = ada, attempts = 1 } = {}): Promise<bigint> {
  await queueNotice(db, { customerId, notice: 'password-changed', source, at: new Date() });
  const { rows } = await owner.query(
    `UPDATE notice SET state = $1, attempts = $2, failure = 'refused', try_until = now() - interval '1 day',
       ended_at = CASE WHEN $1 IN ('waiting', 'sending') THEN NULL ELSE now() END
     WHERE id = (SELECT max(id) FROM notice) RETURNING id`,
    [state, attempts],
  );
  await owner.query('DELETE FROM graphile_worker._private_jobs');
  return BigInt(rows[0].id);
}

const jobs = async () =>
  (await owner.query('SELECT payload FROM graphile_worker._private_jobs')).rows.map(
    ({ payload }) => payload,
  );

test.each(['given-up', 'uncertain'] as const)(
  'one that is %s waits again with all its time, and the trail says who had it so',
  async (state) => {
    const notice = await made(state);
    const requestId = randomUUID();
    expect(await tryAgain(db, { notice, staffId, requestId })).toBe(true);
    const [row] = (await owner.query('SELECT *, try_until > now() AS in_time FROM notice')).rows;
    expect(row).toMatchObject({ state: 'waiting', attempts: 0, ended_at: null, in_time: true });
    expect(await jobs()).toEqual([{ customerId: ada, notice: 'password-changed', requestId }]);
    expect(await db.staffAct.findMany()).toEqual([
      expect.objectContaining({ staffId, act: 'mail-tried-again', customerId: ada }),
    ]);
  },
);

test.each(noticeStates.filter((state) => state !== 'given-up' && state !== 'uncertain'))(
  'one that is %s is left alone, and nothing is written',
  async (state) => {
    expect(await tryAgain(db, { notice: await made(state), staffId })).toBe(false);
    expect((await owner.query('SELECT state FROM notice')).rows).toEqual([{ state }]);
    expect([await jobs(), await db.staffAct.count()]).toEqual([[], 0]);
  },
);

test('of twenty who have it tried again at once one does', async () => {
  const notice = await made('given-up');
  const done = await Promise.all(
    Array.from({ length: 20 }, () => tryAgain(db, { notice, staffId })),
  );
  expect(done.filter(Boolean)).toHaveLength(1);
  expect(await db.staffAct.count()).toBe(1);
});

test('one that is not there is nothing', async () =>
  expect(await tryAgain(db, { notice: 999_999n, staffId })).toBe(false));

test('what was not sent is listed and counted by state and domain; of what was sent, the last day', async () => {
  await made('waiting', { attempts: 0 });
  await made('waiting', { attempts: 3, customerId: eve });
  await made('given-up');
  await made('sent');
  const old = await made('sent');
  await owner.query(`UPDATE notice SET ended_at = now() - interval '2 days' WHERE id = $1`, [old]);
  const shown = async (query: Parameters<typeof listNotices>[1]) =>
    (await listNotices(db, query)).notices.map((notice) => notice.shown);
  expect(await shown({})).toEqual(['given-up', 'retried', 'waiting']);
  expect(await shown({ shown: 'retried' })).toEqual(['retried']);
  expect(await shown({ shown: 'waiting' })).toEqual(['waiting']);
  expect(await shown({ shown: 'sent' })).toEqual(['sent', 'sent']);
  expect(await shown({ domain: 'example.org' })).toEqual(['retried']);
  expect(await countNotices(db)).toEqual({
    waiting: 1,
    retried: 1,
    sending: 0,
    'given-up': 1,
    uncertain: 0,
    sent: 1,
    'not-mailed': 0,
  });
  expect(await countDomains(db)).toEqual([
    { domain: 'example.com', waiting: 1, unsent: 1 },
    { domain: 'example.org', waiting: 1, unsent: 0 },
  ]);
});

test('page by page each is shown once', async () => {
  for (let n = 0; n < pageSize + 5; n++) {
    const notice = notices[n % notices.length] as (typeof notices)[number];
    await queueNotice(db, { customerId: ada, notice, source, at: new Date() });
  }
  const first = await listNotices(db, {});
  const second = await listNotices(db, { before: first.older });
  expect([first.notices.length, second.notices.length]).toEqual([pageSize, 5]);
  const ids = [...first.notices, ...second.notices].map(({ id }) => id);
  expect(new Set(ids).size).toBe(pageSize + 5);
  expect(second.older).toBeUndefined();
});
