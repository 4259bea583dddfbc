import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { listActivity } from '../activity/list-activity.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { resetListMax } from '../auth/contract.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { settleReset } from '../worker/tasks/settle-reset.ts';
import { resolveEmails } from './resolve-emails.ts';
import { startReset } from './start-reset.ts';

const { db, workerDb, owner } = await openManagerBench(5);

const cutoff = '2026-03-04T05:06:07.890Z';
const inForce = { verdict: 'yes', cutoff, approvedBy: null, concerned: 1, done: 0 };
let everyone: string[] = [];

beforeAll(async () => {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO customer (id, email, name, language)
     SELECT gen_random_uuid(), 'c' || n || '@example.com', 'C', 'en'
     FROM generate_series(1, $1::int) n RETURNING id`,
    [resetListMax + 5],
  );
  everyone = rows.map(({ id }) => id).sort();
});

/** An auth service in which a reset concerns every customer and one whom only it knows. */
function listing(lists = Number.POSITIVE_INFINITY) {
  const all = [...everyone, 'ffffffff-ffff-4fff-bfff-ffffffffffff'];
  let asked = 0;
  const ask = (async (verb: string, { after = '' }: { after?: string }) => {
    if (verb !== 'list-reset') return inForce;
    if (++asked > lists) return { verdict: 'unavailable' };
    return { verdict: 'yes', subjects: all.filter((id) => id > after).slice(0, resetListMax) };
  }) as unknown as AuthConnection['ask'];
  return { ask };
}

const wish = () => ({
  scope: { kind: 'rule' as const, rule: { weak: true }, except: [randomUUID()], code: '918273' },
  reason: 'A list was found.',
  staff: everyone[0] ?? '',
  source: { address: '192.0.2.7' },
});
const row = (id: string) => db.reset.findUniqueOrThrow({ where: { id } });
const count = (resetId: string) => db.resetSubject.count({ where: { resetId } });

describe('a reset by a rule', () => {
  test('is in force once all whom the auth service lists are written down', async () => {
    const { id, result } = await startReset({ db, ...listing() }, wish());
    expect(result).toBe('started');
    const rule = { weak: true, except: 1 };
    expect(await row(id)).toMatchObject({ state: 'active', scope: 'rule', rule });
    expect(await count(id)).toBe(everyone.length);
    const { entries } = await listActivity(db, { customerId: everyone.at(-1) ?? '' });
    expect(entries).toMatchObject([{ kind: 'forced-reset', at: new Date(cutoff), address: '' }]);
    // A million rows at that moment would hold it up.
    expect(await db.activity.count()).toBe(0);
  });

  test('whose list broke off is finished by the worker, with nobody twice or left out', async () => {
    const { id, result } = await startReset({ db, ...listing(1) }, wish());
    expect(result).toBe('unclear');
    expect((await row(id)).state).toBe('starting');
    expect(await count(id)).toBe(resetListMax);
    const surroundings = { database: workerDb, auth: listing(1) };
    await expect(settleReset(surroundings as never, { reset: id })).rejects.toThrow();
    await settleReset({ database: workerDb, auth: listing() } as never, { reset: id });
    expect((await row(id)).state).toBe('active');
    expect(await count(id)).toBe(everyone.length);
  });
});

test('of a pasted list nothing is lost: customers, bad lines by number, and addresses nobody has', async () => {
  const typed =
    'email\r\n"C1@Example.com",\n\n c2@example.com;\rc1@example.com\nnobody@example.com\n=cmd|calc';
  const { ids, bad, unknown } = await resolveEmails(db, typed);
  const known = await db.customer.findMany({
    where: { id: { in: ids } },
    orderBy: { email: 'asc' },
  });
  expect(known.map(({ email }) => email)).toEqual(['c1@example.com', 'c2@example.com']);
  expect(bad).toEqual([
    { line: 1, text: 'email' },
    { line: 7, text: '=cmd|calc' },
  ]);
  expect(unknown).toEqual(['nobody@example.com']);
});
