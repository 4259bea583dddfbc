import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createService } from '../create-service.ts';
import { elsewhere, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const known = await bench.customer(staff);
const narrow = await createService({ ...bench.parts(), admission: { running: 1, waiting: 2 } });

const journalled = async () => {
  const [row] = await bench.sql<{ count: number }>('SELECT count(*)::int FROM journal');
  return row?.count ?? 0;
};

function signIn(source: { address: string }, typed = password) {
  const request = { email: known.email, password: typed, source };
  return narrow.decide('manager', 'verify-password', request, randomUUID());
}

it('a flood is turned away before anything is hashed, read or written, and told when to come back', async () => {
  const before = await journalled();
  bench.alerts.length = 0;
  const order: string[] = [];
  const asking = Array.from({ length: 40 }, async () => {
    const reply = await signIn(elsewhere);
    order.push(reply.verdict);
    return reply;
  });
  const replies = await Promise.all(asking);
  const shed = replies.filter(({ verdict }) => verdict === 'unavailable');
  expect(shed).toHaveLength(37);
  expect(new Set(shed.map((reply) => JSON.stringify(reply)))).toEqual(
    new Set(['{"verdict":"unavailable","retryAfterSeconds":2}']),
  );
  // Every one of them was answered while the first was still being hashed.
  expect(order.slice(0, 37)).toEqual(Array(37).fill('unavailable'));
  expect((await journalled()) - before).toBe(3);
  expect(bench.alerts.filter((line) => line.includes('"overloaded"'))).toHaveLength(1);
});

it('a customer elsewhere is answered while one address floods', async () => {
  const one = bench.freshSource();
  const [alone] = await Promise.all([
    ...Array.from({ length: 30 }, () => signIn(one, 'wrong')),
    signIn(bench.freshSource()),
  ]).then((all) => all.slice(-1));
  expect(alone).toMatchObject({ verdict: 'yes' });
});

it('a password of a megabyte is refused though nobody could wait any more: it never asks to', async () => {
  const inHand = Array.from({ length: 3 }, () => signIn(bench.freshSource()));
  const reply = await signIn(bench.freshSource(), 'x'.repeat(1_000_000));
  expect(reply).toEqual({ verdict: 'no' });
  expect((await Promise.all(inHand)).map(({ verdict }) => verdict)).toEqual(['yes', 'yes', 'yes']);
});
