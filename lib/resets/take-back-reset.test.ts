import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { listActivity } from '../activity/list-activity.ts';
import { answering } from '../testing/answering.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { claimNotice } from '../worker/tasks/claim-notice.ts';
import { settleReset } from '../worker/tasks/settle-reset.ts';
import { closeReset } from './close-reset.ts';
import { getMailing } from './get-mailing.ts';
import { orderMails } from './order-mails.ts';
import { takeBackReset } from './take-back-reset.ts';
import { takeOver } from './take-over.ts';

const bench = await openManagerBench(5);
const { db, workerDb, owner } = bench;
const createdAt = new Date('2026-01-01');
const [staff, customer] = [
  await bench.customer({ createdAt }),
  await bench.customer({ createdAt }),
];
const cutoff = new Date();
const pace = { mailsPerMinute: 1_000, mailsPerMinuteAndDomain: 1_000 };
let id = '';

beforeEach(async () => {
  id = await inForce();
});

async function inForce({ holdsMails = false } = {}) {
  const made = { id: randomUUID(), scope: 'all', state: 'active', reason: 'A list was found.' };
  await owner.query(`UPDATE reset SET state = 'refused' WHERE state IN ('active', 'cancelled')`);
  await db.reset.create({ data: { ...made, cutoff, startedBy: staff, holdsMails } });
  return made.id;
}
const door = (verdict: unknown) => ({ db, ...answering(verdict) });
const takeBack = (verdict: string) =>
  takeBackReset(door({ verdict }), {
    ...{ reset: id, staff, code: '918273', source: { address: '192.0.2.7' } },
  });
const settle = (verdict: unknown) =>
  settleReset({ database: workerDb, auth: answering(verdict) } as never, { reset: id });
const claim = () =>
  claimNotice(
    workerDb,
    { resetId: id, wave: 1, customerId: customer, domain: 'example.com' },
    pace,
  );
const row = () => db.reset.findUniqueOrThrow({ where: { id } });
const resume = () => orderMails(db, { reset: id, wave: 1, act: 'resume', staff });
const stands = { verdict: 'yes', cutoff: cutoff.toISOString(), approvedBy: null };

describe('a reset that nobody has been told of', () => {
  test('taken back is over, and no mail of it leaves', async () => {
    expect(await takeBack('yes')).toBe('done');
    expect(await row()).toMatchObject({ state: 'cancelled', cutoff, takingBackAt: null });
    expect(await claim()).toBe('held');
    expect(await resume()).toBe('over');
    const acts = await db.staffAct.findMany({ where: { act: 'reset-take-back-tried' } });
    expect(acts.some(({ detail }) => JSON.stringify(detail).includes(id))).toBe(true);
    expect(JSON.stringify(acts, String)).not.toContain('918273');
  });

  test('says in each history that it was required and taken back', async () => {
    await takeBack('yes');
    const { entries } = await listActivity(db, { customerId: customer });
    expect(entries).toMatchObject([
      { kind: 'forced-reset', at: cutoff, detail: { scope: 'all', takenBack: 'yes' } },
    ]);
  });

  test.each(['asked', 'no'])(
    'answered %s stands, with its mails held until let go',
    async (said) => {
      expect(await takeBack(said)).toBe(said === 'no' ? 'refused' : said);
      expect(await row()).toMatchObject({ state: 'active', takingBackAt: null });
      expect(await claim()).toBe('held');
      expect((await getMailing(db, id)).state).toBe('paused');
      expect(await resume()).toBe('done');
      expect(await claim()).toBe('claimed');
    },
  );

  test('whose answer was lost lets no mail out, is not closed, and is found out by the worker', async () => {
    expect(await takeBack('unavailable')).toBe('unclear');
    expect([await resume(), await claim()]).toEqual(['over', 'held']);
    expect(await closeReset(db, { reset: id, staff })).toBe('over');
    await settle({ verdict: 'cancelled' });
    expect(await row()).toMatchObject({ state: 'cancelled', takingBackAt: null });
  });

  test('whose question never arrived goes on', async () => {
    await takeBack('unavailable');
    await settle(stands);
    expect(await row()).toMatchObject({ state: 'active', takingBackAt: null });
    expect([await resume(), await claim()]).toEqual(['done', 'claimed']);
  });

  test('once taken back is not put in force again by an answer that comes late', async () => {
    await takeBack('yes');
    await takeOver(door(stands), id, stands as never);
    expect((await row()).state).toBe('cancelled');
  });

  test('that holds its mails tells nobody until they are let go', async () => {
    id = await inForce({ holdsMails: true });
    expect(await claim()).toBe('held');
    expect((await getMailing(db, id)).state).toBe('paused');
    expect(await resume()).toBe('done');
    expect(await claim()).toBe('claimed');
  });
});

describe('a reset that somebody has been told of', () => {
  test('stands, and the service is not even asked', async () => {
    expect(await claim()).toBe('claimed');
    expect(await takeBack('yes')).toBe('told');
    expect(await row()).toMatchObject({ state: 'active', takingBackAt: null });
  });

  test('is not so where no server took the mail', async () => {
    await claim();
    await owner.query(`UPDATE reset_notice SET error = 'unreachable' WHERE reset_id = $1`, [id]);
    expect(await takeBack('yes')).toBe('done');
  });

  test('of a mail and a taking back at once one holds, twenty times over', async () => {
    for (let round = 0; round < 20; round++) {
      id = await inForce();
      const [claimed, taken] = await Promise.all([claim(), takeBack('yes')]);
      expect([
        ['claimed', 'told'],
        ['held', 'done'],
      ]).toContainEqual([claimed, taken]);
    }
  });
});

test('a reset that is over is not taken back', async () => {
  await takeBack('yes');
  expect(await takeBack('yes')).toBe('over');
});
