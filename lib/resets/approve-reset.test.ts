import { describe, expect, test } from 'vitest';
import { answering } from '../testing/answering.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { settleReset } from '../worker/tasks/settle-reset.ts';
import { approveReset } from './approve-reset.ts';
import { cancelReset } from './cancel-reset.ts';
import { startReset } from './start-reset.ts';

const { db, workerDb, resetJobs: jobs, customer } = await openManagerBench(3);
const [first, second] = [await customer(), await customer()];
const source = { address: '192.0.2.7' };
const cutoff = '2026-03-04T05:06:07.890Z';
const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
const proposed = { verdict: 'proposed', concerned: 5_000, expiresAt };
const approved = { verdict: 'yes', cutoff, approvedBy: second, concerned: 1, done: 0 };

const door = (verdict: unknown) => ({ db, ...answering(verdict) });
const settle = (reset: string, verdict: unknown) =>
  settleReset({ database: workerDb, auth: answering(verdict) } as never, { reset });
const approve = (reset: string, verdict: unknown) =>
  approveReset(door(verdict), { reset, staff: second, code: '918273', source });
const cancel = (reset: string, verdict: unknown) =>
  cancelReset(door(verdict), { reset, staff: second, source });
const row = (id: string) => db.reset.findUniqueOrThrow({ where: { id } });

async function propose() {
  const scope = { kind: 'all', code: '123456' } as const;
  const wish = { scope, reason: 'A list was found.', staff: first, source };
  const { id, result } = await startReset(door(proposed), wish);
  expect(result).toBe('proposed');
  expect(await row(id)).toMatchObject({ state: 'proposed', cutoff: null });
  return id;
}

async function acts(id: string) {
  const rows = await db.staffAct.findMany({
    where: { detail: { path: ['reset'], equals: id } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ staffId, act }) => [staffId, act]);
}

describe('a proposed reset', () => {
  test('tells nobody, ends no session, and is asked about again when its time is up', async () => {
    const id = await propose();
    expect(await jobs(id)).toEqual([{ task: 'settle-reset', hours: 24 }]);
    await settle(id, { verdict: 'expired' });
    expect((await row(id)).state).toBe('expired');
    expect(await approve(id, { verdict: 'no' })).toBe('refused');
    expect((await row(id)).state).toBe('expired');
  });

  test('approved is in force, with the second member’s name, and customers are told', async () => {
    const id = await propose();
    expect(await approve(id, { verdict: 'yes', cutoff })).toBe('done');
    const inForce = { state: 'active', cutoff: new Date(cutoff), approvedBy: second };
    expect(await row(id)).toMatchObject(inForce);
    expect((await jobs(id)).map(({ task }) => task)).toEqual(['settle-reset', 'tell-reset']);
    expect(await acts(id)).toEqual([
      [first, 'reset-started'],
      [second, 'reset-approval-tried'],
    ]);
    expect(JSON.stringify(await db.staffAct.findMany(), String)).not.toContain('918273');
  });

  test('whose approval was lost on the way is found in force, once, by the worker', async () => {
    const id = await propose();
    expect(await approve(id, { verdict: 'unavailable' })).toBe('unclear');
    expect(await jobs(id)).toEqual([{ task: 'settle-reset', hours: 0 }]);
    await Promise.all([settle(id, approved), settle(id, approved), settle(id, proposed)]);
    await settle(id, { verdict: 'cancelled' });
    expect(await row(id)).toMatchObject({ state: 'active', approvedBy: second });
    expect((await jobs(id)).filter(({ task }) => task === 'tell-reset')).toHaveLength(1);
  });

  test('whose approval never arrived waits on, until its time is up', async () => {
    const id = await propose();
    await approve(id, { verdict: 'unavailable' });
    await settle(id, proposed);
    expect((await row(id)).state).toBe('proposed');
    expect(await jobs(id)).toEqual([{ task: 'settle-reset', hours: 24 }]);
  });

  test('is left as it is by an approval or a cancelling that is refused', async () => {
    const id = await propose();
    expect(await approve(id, { verdict: 'no' })).toBe('refused');
    expect(await cancel(id, { verdict: 'no' })).toBe('refused');
    expect(await row(id)).toMatchObject({ state: 'proposed', approvedBy: null });
  });

  test('cancelled is over; what is in force cannot be cancelled by any answer', async () => {
    const id = await propose();
    expect(await cancel(id, { verdict: 'yes' })).toBe('done');
    expect((await row(id)).state).toBe('cancelled');
    const other = await propose();
    await approve(other, { verdict: 'yes', cutoff });
    await cancel(other, { verdict: 'yes' });
    expect((await row(other)).state).toBe('active');
    expect(await acts(id)).toEqual([
      [first, 'reset-started'],
      [second, 'reset-cancel-tried'],
    ]);
  });
});
