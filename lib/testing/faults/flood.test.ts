import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callerHeader, timeHeader } from '../../auth/contract.ts';
import { type Bulkhead, openBulkhead } from './bulkhead.ts';
import { expectInvariants } from './invariants.ts';
import { oldPassword, opens, type Person, takeOver, wrongPassword } from './person.ts';

const simultaneous = inject('faults') === 'all' ? 10_000 : 1_000;
let bulkhead: Bulkhead;
let person: Person;

beforeAll(async () => {
  bulkhead = await openBulkhead();
  person = await takeOver(bulkhead, false);
  expect(await opens(bulkhead, person, oldPassword)).toBe(true);
});
afterAll(() => bulkhead.stop());

/** Each on a connection of its own; `none` where it was refused or cut. */
function ask(password: string, index: number): Promise<string> {
  const body = JSON.stringify({
    email: person.email,
    password,
    source: { address: `100.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}` },
  });
  return new Promise((resolve) => {
    const outgoing = request(
      {
        agent: new Agent({ keepAlive: false }),
        socketPath: bulkhead.socketPath,
        method: 'POST',
        path: '/v1/verify-password',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          [callerHeader]: 'manager',
          [timeHeader]: new Date().toISOString(),
          authorization: `Bearer ${readFileSync(bulkhead.callerKeyFile, 'utf8').trim()}`,
        },
      },
      (incoming) => {
        let text = '';
        incoming.on('data', (chunk) => {
          text += chunk;
        });
        incoming.on('end', () => resolve(JSON.parse(text).verdict));
        incoming.on('error', () => resolve('none'));
      },
    );
    outgoing.on('error', () => resolve('none'));
    outgoing.end(body);
  });
}

test(`${simultaneous} simultaneous sign-ins: not one wrong yes, and the service goes on`, async () => {
  const asked = Array.from({ length: simultaneous }, async (_, index) => {
    const right = index % 2 === 0;
    return { right, verdict: await ask(right ? oldPassword : wrongPassword, index) };
  });
  const answers = await Promise.all(asked);
  const wrong = answers.filter(({ right }) => !right).map(({ verdict }) => verdict);
  expect(wrong.filter((verdict) => !['no', 'unavailable', 'none'].includes(verdict))).toEqual([]);
  const right = answers.filter((answer) => answer.right).map(({ verdict }) => verdict);
  expect(
    right.filter((verdict) => !['yes', 'no', 'unavailable', 'none'].includes(verdict)),
  ).toEqual([]);
  expect(right).toContain('yes');
  // The same process, and no other started in its place.
  expect(await opens(bulkhead, person, oldPassword)).toBe(true);
  await expectInvariants(bulkhead, person);
});
