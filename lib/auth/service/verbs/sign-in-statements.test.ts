import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bench, expectField, openBench, type Person, password } from '../testing/bench.ts';

let bench: Bench;
let person: Person;

beforeAll(async () => {
  bench = await openBench();
  person = await bench.customer(await bench.staff());
  await signIn();
});
afterAll(() => bench.close());

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
