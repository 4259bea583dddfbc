import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { getMailing, type MailAct } from './get-mailing.ts';
import { orderMails } from './order-mails.ts';

const { db, owner } = await openManagerBench(5);

const staff = randomUUID();
let reset: string;

beforeAll(async () => {
  await owner.query(
    `INSERT INTO customer (id, email, name, language, created_at) VALUES ($1, 's@example.com', 'Sam', 'en', '2026-01-01')`,
    [staff],
  );
  await owner.query(
    `INSERT INTO customer (id, email, name, language, created_at)
     SELECT gen_random_uuid(), 'c' || n || '@example.com', 'C', 'en', '2026-01-01' FROM generate_series(1, 9) n`,
  );
});
beforeEach(async () => {
  reset = await newReset('active');
  await owner.query('DELETE FROM graphile_worker._private_jobs');
});

async function newReset(state: string): Promise<string> {
  const id = randomUUID();
  const cutoff = state === 'active' ? new Date() : null;
  await owner.query(
    `INSERT INTO reset (id, scope, state, cutoff, reason, started_by) VALUES ($1, 'all', $2, $3, 'R', $4)`,
    [id, state, cutoff, staff],
  );
  return id;
}

const order = (act: MailAct, wave = 1, id = reset) =>
  orderMails(db, { reset: id, wave, act, staff });
const stateOf = async () => (await getMailing(db, reset)).state;
const endWave = (wave: number) =>
  owner.query('INSERT INTO reset_mail_end (reset_id, wave) VALUES ($1, $2)', [reset, wave]);

async function told(count: number, wave = 1) {
  await owner.query(
    `INSERT INTO reset_notice (reset_id, wave, customer_id, claimed_at, sent_at)
     SELECT $1, $2, id, now(), now() FROM customer ORDER BY id LIMIT $3`,
    [reset, wave, count],
  );
}

async function jobs(): Promise<object[]> {
  const { rows } = await owner.query('SELECT payload FROM graphile_worker._private_jobs');
  return rows.map((row) => row.payload);
}

async function trail() {
  const acts = await db.staffAct.findMany({
    where: { detail: { path: ['reset'], equals: reset } },
    orderBy: { id: 'asc' },
  });
  return acts.map(({ act, detail }) => ({ act, detail }));
}

describe('the mails of a reset', () => {
  test('are paused and go on, each written down in the trail with how many were told', async () => {
    await told(4);
    expect(await order('pause')).toBe('done');
    expect(await stateOf()).toBe('paused');
    expect(await jobs()).toEqual([]);
    expect(await order('resume')).toBe('done');
    expect(await stateOf()).toBe('sending');
    expect(await jobs()).toEqual([{ reset, wave: 1 }]);
    const detail = { reset, scope: 'all', wave: 1, told: 4, untold: 6 };
    expect(await trail()).toEqual([
      { act: 'mails-paused', detail },
      { act: 'mails-resumed', detail },
    ]);
  });

  test('once stopped stay so, and it is said how many were told and how many were not', async () => {
    await told(4);
    await order('pause');
    expect(await order('stop')).toBe('done');
    for (const act of ['pause', 'resume', 'stop'] as const) expect(await order(act)).toBe('over');
    expect(await getMailing(db, reset)).toMatchObject({
      state: 'stopped',
      told: 4,
      untold: 6,
      last: { act: 'stop', name: 'Sam' },
    });
    expect((await trail()).map(({ act }) => act)).toEqual(['mails-paused', 'mails-stopped']);
  });

  test('are sent again when a wave is over and not before, each time as a wave of its own', async () => {
    expect(await order('resend')).toBe('over');
    await told(10);
    await endWave(1);
    expect(await stateOf()).toBe('ended');
    expect(await order('pause')).toBe('over');
    expect(await order('resend')).toBe('done');
    expect(await jobs()).toEqual([{ reset, wave: 2 }]);
    expect(await getMailing(db, reset)).toMatchObject({ wave: 2, state: 'sending', told: 0 });
    expect(await order('resend', 2)).toBe('over');
    expect(await order('stop', 2)).toBe('done');
    expect(await order('resend', 2)).toBe('done');
    expect((await getMailing(db, reset)).wave).toBe(3);
  });

  test('an order on what is over by now changes nothing and is not written down', async () => {
    await endWave(1);
    await order('resend');
    const before = await trail();
    for (const act of ['pause', 'stop', 'resend'] as const)
      expect(await order(act, 1)).toBe('over');
    expect(await trail()).toEqual(before);
    expect(await stateOf()).toBe('sending');
  });

  test('of ten who send again at once one does', async () => {
    await endWave(1);
    const answers = await Promise.all(Array.from({ length: 10 }, () => order('resend')));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect((await getMailing(db, reset)).wave).toBe(2);
  });

  test.each(['starting', 'proposed', 'refused', 'cancelled', 'expired'])(
    'of a reset that is %s take no order',
    async (state) => {
      const id = await newReset(state);
      for (const act of ['pause', 'resume', 'stop', 'resend'] as const) {
        expect(await order(act, 1, id)).toBe('over');
      }
      expect(await order('pause', 1, randomUUID())).toBe('over');
    },
  );

  test('an order that cannot be written down in the trail is not carried out', async () => {
    const wrong = { reset, wave: 1, act: 'stop' as const, staff: randomUUID() };
    await expect(orderMails(db, wrong)).rejects.toThrow();
    expect(await stateOf()).toBe('sending');
  });

  test('no order can be changed or taken back, not even by the manager', async () => {
    await order('stop');
    for (const change of [
      `UPDATE reset_mail_act SET act = 'pause' WHERE reset_id = '${reset}'`,
      `DELETE FROM reset_mail_act WHERE reset_id = '${reset}'`,
      `INSERT INTO reset_mail_end (reset_id, wave) VALUES ('${reset}', 1)`,
    ]) {
      await expect(db.$executeRawUnsafe(change)).rejects.toThrow('permission denied');
    }
    await db.resetMailAct.create({
      data: { resetId: reset, wave: 1, act: 'resume', staffId: staff },
    });
    expect(await stateOf()).toBe('stopped');
  });
});
