import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AuthConnection } from '../auth/connect.ts';
import { resetListMax } from '../auth/contract.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { settleReset } from '../worker/tasks/settle-reset.ts';
import { startReset } from './start-reset.ts';

const { db, workerDb, owner } = await openManagerBench(5);

const cutoff = '2026-03-04T05:06:07.890Z';
const batches = 13;
const listId = randomUUID();
let members: string[] = [];

beforeAll(async () => {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO customer (id, email, name, language)
     SELECT gen_random_uuid(), 'c' || n || '@example.com', 'C', 'en'
     FROM generate_series(1, $1::int) n RETURNING id`,
    [resetListMax * (batches - 1) + 5],
  );
  members = rows.map(({ id }) => id).sort();
  const customers = members.length;
  const read = {
    addresses: customers,
    customers,
    unknown: 0,
    unknownSome: [],
    bad: 0,
    badLines: [],
  };
  const [createdBy = ''] = members;
  await db.customerList.create({
    data: { id: listId, origin: 'file', name: 'list.csv', createdBy, ...read },
  });
  await owner.query(
    'INSERT INTO customer_list_member (list_id, customer_id) SELECT $1, id FROM customer',
    [listId],
  );
});

/** An auth service that takes batches in order and answers `last` to the last; after `answers` it is gone. */
function naming(last: object, answers = Number.POSITIVE_INFINITY) {
  const named: string[][] = [];
  const current = () => (named.length < batches ? { verdict: 'naming', next: named.length } : last);
  let left = answers;
  const ask = (async (verb: string, request: { batch: number; subjects: string[] }) => {
    if (verb === 'start-reset' || verb === 'describe-reset') return current();
    if (left-- <= 0) return { verdict: 'unavailable' };
    if (request.batch === named.length) named.push(request.subjects);
    return current();
  }) as unknown as AuthConnection['ask'];
  const recover = () => {
    left = Number.POSITIVE_INFINITY;
  };
  return { ask, named, recover };
}

const wish = (except: string[] = []) => ({
  scope: { kind: 'list' as const, batches, code: '918273' },
  list: { id: listId, customers: members.length, except },
  reason: 'A list was found.',
  staff: members[0] ?? '',
  source: { address: '192.0.2.7' },
});
const proposed = { verdict: 'proposed', concerned: 1, expiresAt: new Date().toISOString() };
const inForce = { verdict: 'yes', cutoff };
const row = (id: string) => db.reset.findUniqueOrThrow({ where: { id } });
const count = (resetId: string) => db.resetSubject.count({ where: { resetId } });
const settle = (id: string, { ask }: { ask: AuthConnection['ask'] }) =>
  settleReset({ database: workerDb, auth: { ask } } as never, { reset: id });

async function queuedInSeconds(id: string): Promise<number[]> {
  const { rows } = await owner.query<{ seconds: number }>(
    `SELECT extract(epoch FROM run_at - now())::float8 AS seconds
     FROM graphile_worker._private_jobs WHERE payload->>'reset' = $1`,
    [id],
  );
  return rows.map(({ seconds }) => seconds);
}

describe('a list of more than one request', () => {
  test('is handed over by the worker, all of it and each once, and waits for a second member', async () => {
    const auth = naming(proposed);
    const { id, result } = await startReset({ db, ...auth }, wish());
    expect(result).toBe('naming');
    expect(await row(id)).toMatchObject({ state: 'starting', scope: 'subjects', listId });
    while ((await row(id)).state === 'starting') await settle(id, auth);
    expect((await row(id)).state).toBe('proposed');
    expect(auth.named.flat()).toEqual(members);
    expect(auth.named.every((batch) => batch.length <= resetListMax)).toBe(true);
    expect(await count(id)).toBe(members.length);
  });

  test('is in force with the last of it where no second member is needed, without the exceptions', async () => {
    const auth = naming(inForce);
    const except = [members[3] ?? '', members.at(-1) ?? '', randomUUID()];
    const { id } = await startReset({ db, ...auth }, wish(except));
    while ((await row(id)).state === 'starting') await settle(id, auth);
    expect(await row(id)).toMatchObject({ state: 'active', cutoff: new Date(cutoff) });
    expect(auth.named.flat()).toEqual(members.filter((member) => !except.includes(member)));
    expect(await count(id)).toBe(members.length - 2);
  });

  test('goes on where it broke off, and the next job is queued before this one can die', async () => {
    const auth = naming(proposed, 2);
    const { id } = await startReset({ db, ...auth }, wish());
    await expect(settle(id, auth)).rejects.toThrow();
    expect(auth.named).toHaveLength(2);
    expect(await queuedInSeconds(id)).toEqual([expect.closeTo(180, -1)]);
    auth.recover();
    while ((await row(id)).state === 'starting') {
      await Promise.all([settle(id, auth), settle(id, auth)]);
    }
    expect(auth.named.flat()).toEqual(members);
    expect(await count(id)).toBe(members.length);
  });

  test('refused on the way, is not handed over, and concerns nobody', async () => {
    const { id } = await startReset({ db, ...naming(proposed) }, wish());
    const asked: string[] = [];
    const ask = (async (verb: string) => {
      asked.push(verb);
      return verb === 'describe-reset' ? { verdict: 'naming', next: 0 } : { verdict: 'no' };
    }) as unknown as AuthConnection['ask'];
    await settle(id, { ask });
    expect(asked).toEqual(['describe-reset', 'add-to-reset']);
    expect((await row(id)).state).toBe('starting');
    await settle(id, { ask: (async () => ({ verdict: 'cancelled' })) as never });
    expect((await row(id)).state).toBe('cancelled');
  });
});

test('of a rule among a list the auth service says whom it concerns, and nobody else is written down', async () => {
  const auth = naming(inForce);
  const [one = ''] = members;
  const ask = (async (verb: string, request: never) =>
    verb === 'list-reset'
      ? { verdict: 'yes', subjects: [one] }
      : auth.ask(verb as never, request)) as unknown as AuthConnection['ask'];
  const scope = { kind: 'rule' as const, rule: { weak: true }, batches, code: '918273' };
  const { id } = await startReset({ db, ask }, { ...wish(), scope });
  while ((await row(id)).state === 'starting') await settle(id, { ask });
  expect(await db.resetSubject.findMany({ where: { resetId: id } })).toMatchObject([
    { customerId: one },
  ]);
});
