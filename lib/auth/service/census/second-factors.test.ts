import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { VerdictOf } from '../../contract.ts';
import { password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const guarded = await bench.customer(staff, { secondFactor: true });
const disabled = await bench.customer(staff, { secondFactor: true });
const beginning = await bench.customer(staff);

async function told() {
  const verdict = await bench.ask('describe-passwords', {});
  return (verdict as Extract<VerdictOf<'describe-passwords'>, { verdict: 'yes' }>).secondFactors;
}

it('an authenticator counts while it can open something, and not once it is void or disabled', async () => {
  expect((await told()).count).toBe(3);
  await bench.sql(
    `INSERT INTO failure VALUES ($1, 'second-factor', true, 50, NULL), ($1, 'second-factor', false, 100, $2)`,
    [disabled.id, bench.now()],
  );
  expect((await told()).count).toBe(2);
  const source = bench.freshSource();
  await bench.ask('begin-totp', { subject: beginning.id, password, source });
  expect((await told()).count).toBe(2);
  await bench.ask('void-authenticators', { id: randomUUID(), reason: 'stolen keys' }, 'operator');
  expect((await told()).count).toBe(0);
  await bench.sql('DELETE FROM totp_cutoff');
  expect((await told()).count).toBe(2);
});

it('each day is written down once, as it was when first counted, however many replicas keep house', async () => {
  expect((await told()).history).toEqual([]);
  await Promise.all([1, 2, 3].map(() => bench.service.keepHouse()));
  const first = { day: '2026-11-23', accounts: 4, count: 2 };
  expect((await told()).history).toEqual([first]);
  await bench.sql(`DELETE FROM totp WHERE subject_id = $1`, [guarded.id]);
  await bench.service.keepHouse();
  expect((await told()).history).toEqual([first]);
  bench.pass({ hours: 24 });
  await bench.service.keepHouse();
  expect((await told()).history).toEqual([first, { day: '2026-11-24', accounts: 4, count: 1 }]);
});

it('what stands in the census names nobody', async () => {
  const columns = await bench.sql<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'factor_census' ORDER BY 1`,
  );
  expect(columns.map(({ column_name }) => column_name)).toEqual([
    'accounts',
    'day',
    'second_factors',
  ]);
});
