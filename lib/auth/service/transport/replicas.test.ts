import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  newPassword,
  oldPassword,
  type Person,
  takeOver,
  wrongPassword,
} from '../../../testing/faults/person.ts';
import { makeStaff, openReplicas, type Replicas } from '../../../testing/replicas.ts';
import type { RequestOf, Verb } from '../../contract.ts';
import { open, question, shown } from '../testing/knock.ts';

const loops = 6;
const rounds = inject('faults') === 'all' ? 10 : 1;
let replicas: Replicas;
let staff: string;

beforeAll(async () => {
  replicas = await openReplicas();
  staff = await makeStaff(replicas);
});
afterAll(() => replicas.close());

/** What was told, held against the journal and against what holds afterwards. */
function openRecord() {
  const changes = new EventEmitter();
  return {
    changes,
    /** Every yes, by the id of its request. */
    yes: new Set<string>(),
    /** Questions that were answered, and how. */
    answers: {} as Record<string, number>,
    /** Customers and the one password that must open. */
    changed: [] as Person[],
    /** Customers whose change was not acknowledged: it happened, or it did not. */
    unclear: [] as Person[],
    invited: [] as string[],
    wrong: [] as string[],
  };
}
type Told = ReturnType<typeof openRecord>;

async function ask<V extends Verb>(record: Told, verb: V, request: RequestOf<V>) {
  const id = randomUUID();
  const answer = await replicas.manager.ask(verb, request, id);
  if (answer.verdict === 'yes') record.yes.add(id);
  const key = `${verb} ${answer.verdict}`;
  record.answers[key] = (record.answers[key] ?? 0) + 1;
  return answer;
}

/** One customer, and all that they and somebody else do. Notes whatever must not be. */
async function live(record: Told, person: Person): Promise<void> {
  const { subject, email, source } = person;
  const verify = (password: string) => ask(record, 'verify-password', { email, password, source });
  const wrong = (what: string) => record.wrong.push(`${what} of ${subject}`);

  const signedIn = await verify(oldPassword);
  if (signedIn.verdict === 'yes') {
    const redeem = { grant: signedIn.grant, purpose: 'sign-in' } as const;
    const redeemed = [
      await ask(record, 'redeem-grant', redeem),
      await ask(record, 'redeem-grant', redeem),
    ];
    if (redeemed.every(({ verdict }) => verdict === 'yes')) wrong('second redemption');
    if (redeemed[0]?.verdict === 'no') wrong('refused redemption');
  } else if (signedIn.verdict !== 'unavailable') wrong('refused sign-in');

  const guessed = await verify(wrongPassword);
  if (guessed.verdict !== 'no' && guessed.verdict !== 'unavailable') wrong('guess');

  const request = { subject, current: oldPassword, next: newPassword, source };
  const { verdict } = await ask(record, 'change-password', request);
  if (verdict === 'unavailable') record.unclear.push(person);
  else if (verdict !== 'yes') wrong('refused change');
  else {
    record.changed.push(person);
    record.changes.emit('changed');
    const before = await verify(oldPassword);
    if (before.verdict !== 'no' && before.verdict !== 'unavailable') wrong('password of before');
    const now = await verify(newPassword);
    if (now.verdict !== 'yes' && now.verdict !== 'unavailable') wrong('refused new password');
  }

  const guest = randomUUID();
  const invitation = {
    subject: guest,
    email: `${guest}@example.com`,
    language: 'en',
    staff,
  } as const;
  const invited = await ask(record, 'invite', invitation);
  if (invited.verdict === 'yes') record.invited.push(guest);
  else if (invited.verdict !== 'unavailable') wrong('refused invitation');
}

/** Everybody in a network of their own, so that no limit on a network slows the load down. */
const sourceOf = (first: number, index: number) => ({
  address: `${first}.${index >> 8}.${index & 255}.7`,
});

/** Resolves once the load has acknowledged this many changes more. */
async function untilMore(record: Told, changes: number): Promise<void> {
  for (let left = changes; left > 0; left--) await once(record.changes, 'changed');
}

it('whom the service does not believe stands in its journal, with why, and raises an alert', async () => {
  const keyOf = (caller: string) =>
    readFileSync(path.join(replicas.dir, `${caller}.key`), 'utf8').trim();
  const knock = async (certificate: string, key: string, time = new Date()) => {
    const { ask } = open(replicas.ports[0], shown(await replicas.authority.caller(certificate)));
    expect(await ask(question('manager', key, time))).toMatch(/ 403 /);
  };
  await knock('worker', keyOf('manager'));
  await knock('manager', keyOf('worker'));
  await knock('manager', keyOf('manager'), new Date(Date.now() - 601_000));
  const lines = await replicas.sql(
    `SELECT caller, verb, verdict, because FROM journal WHERE verdict = 'forbidden' ORDER BY seq`,
  );
  const refused = { caller: 'manager', verb: 'unknown', verdict: 'forbidden' };
  const becauses = ['wrong-certificate', 'wrong-key', 'clock-apart'];
  expect(lines).toEqual(becauses.map((because) => ({ ...refused, because })));
  const alerts = replicas.printed(0).match(/"event":"(wrong-caller-\w+|clock-apart)"/g);
  expect(alerts?.map((one) => one.slice(9, -1))).toEqual([
    'wrong-caller-certificate',
    'wrong-caller-key',
    'clock-apart',
  ]);
});

it(
  'two replicas behind one address, each killed under load: no wrong yes, and no acknowledged change is lost',
  async () => {
    const record = openRecord();
    let isOver = false;
    let people = 0;
    const load = Array.from({ length: loops }, async () => {
      while (!isOver) {
        const person = await takeOver(replicas, false).catch(() => null);
        if (person) await live(record, { ...person, source: sourceOf(100, people++) });
      }
    });
    const lostSince = (before: number) => lost(record) - before;
    try {
      for (let round = 0; round < rounds; round++) {
        for (const victim of [0, 1] as const) {
          await untilMore(record, 3);
          const before = lost(record);
          await replicas.kill(victim);
          // The other one carries the load, alone.
          await untilMore(record, 3);
          expect(lostSince(before), 'questions lost with it').toBeGreaterThan(0);
          await replicas.startAgain(victim);
        }
      }
      await untilMore(record, 3);
    } finally {
      isOver = true;
      await Promise.all(load);
    }

    expect(record.wrong).toEqual([]);
    await expectJournalled(record);
    await expectChanges(record);
    await expectInvitations(record);
    // One question in hand for each loop, and a second one on the connections that fail with it.
    expect(lost(record)).toBeLessThanOrEqual(rounds * 2 * loops * 2);
  },
  60_000 + rounds * 30_000,
);

const lost = ({ answers }: Told) =>
  Object.entries(answers).reduce(
    (sum, [key, n]) => sum + (key.endsWith(' unavailable') ? n : 0),
    0,
  );

async function expectJournalled({ yes }: Told): Promise<void> {
  const rows = await replicas.sql<{ id: string }>(
    `SELECT request_id AS id FROM journal WHERE verdict = 'yes' AND request_id = ANY ($1)`,
    [[...yes]],
  );
  expect(new Set(rows.map(({ id }) => id))).toEqual(yes);
}

async function expectChanges({ changed, unclear }: Told): Promise<void> {
  const opens = async ({ email }: Person, password: string, index: number) => {
    const source = sourceOf(101, index);
    return (await replicas.manager.ask('verify-password', { email, password, source })).verdict;
  };
  const look = async (person: Person, index: number) => [
    await opens(person, newPassword, index),
    await opens(person, oldPassword, index),
  ];
  for (let first = 0; first < changed.length; first += loops) {
    const some = changed.slice(first, first + loops);
    const seen = await Promise.all(some.map((person, index) => look(person, first + index)));
    expect(seen).toEqual(some.map(() => ['yes', 'no']));
  }
  for (const [index, person] of unclear.entries()) {
    const seen = await look(person, changed.length + index);
    expect(seen.sort(), 'it happened, or it did not').toEqual(['no', 'yes']);
  }
}

async function expectInvitations({ invited }: Told): Promise<void> {
  const rows = await replicas.sql<{ id: string }>(
    `SELECT s.id FROM subject s JOIN journal j ON j.subject_id = s.id AND j.verb = 'invite'
     WHERE s.id = ANY ($1) AND EXISTS (SELECT FROM link_request r WHERE r.email_lookup = s.email_lookup
       UNION ALL SELECT FROM link l WHERE l.subject_id = s.id)`,
    [invited],
  );
  expect(rows.map(({ id }) => id).sort()).toEqual([...invited].sort());
}
