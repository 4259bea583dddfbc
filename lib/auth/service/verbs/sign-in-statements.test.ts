import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { expectField, password } from '../testing/bench.ts';
import { openStaffedBench } from '../testing/staffed-bench.ts';

const { bench, staff } = await openStaffedBench();
const person = await bench.customer(staff);
await signIn();

async function signIn() {
  const request = { email: person.email, password, source: bench.freshSource() };
  const grant = expectField(await bench.ask('verify-password', request), 'grant');
  const redeemed = await bench.ask('redeem-grant', { grant, purpose: 'sign-in' });
  expect(redeemed.verdict).toBe('yes');
}

it('a sign-in asks the database no more than fourteen times, both transactions included', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await signIn();
  const asked = query.mock.calls.map(([one]) => JSON.stringify(one));
  query.mockRestore();
  expect(asked.filter((one) => one.includes('INSERT INTO journal'))).toHaveLength(2);
  expect(asked.length).toBeLessThanOrEqual(14);
});
