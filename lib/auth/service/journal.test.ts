import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verb } from '../contract.ts';
import { verbs } from '../contract.ts';
import {
  type Bench,
  elsewhere,
  home,
  nextPassword,
  openBench,
  type Person,
  password,
} from './testing/bench.ts';

let bench: Bench;
let staff: Person;
beforeAll(async () => {
  bench = await openBench();
  staff = await bench.staff();
});
afterAll(() => bench.close());

async function withoutJournal<T>(work: () => Promise<T>): Promise<T> {
  await bench.sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'journal is full'; END $$`);
  await bench.sql(
    'CREATE TRIGGER refuse BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  try {
    return await work();
  } finally {
    await bench.sql('DROP FUNCTION refuse CASCADE');
  }
}

const credentials = () =>
  bench.sql(`
    SELECT (SELECT json_agg(t) FROM (SELECT * FROM subject ORDER BY id) t) AS subjects,
      (SELECT json_agg(t) FROM (SELECT * FROM password ORDER BY subject_id) t) AS passwords,
      (SELECT json_agg(t) FROM (SELECT * FROM totp ORDER BY subject_id) t) AS totp,
      (SELECT json_agg(t) FROM (SELECT * FROM recovery_code ORDER BY hash) t) AS codes,
      (SELECT json_agg(t) FROM (SELECT * FROM yes_grant ORDER BY hash) t) AS grants,
      (SELECT json_agg(t) FROM (SELECT * FROM challenge ORDER BY hash) t) AS challenges,
      (SELECT json_agg(t) FROM (SELECT * FROM link ORDER BY token_hash) t) AS links,
      (SELECT json_agg(t) FROM (SELECT * FROM link_request ORDER BY id) t) AS requests,
      (SELECT json_agg(t) FROM (SELECT * FROM reset ORDER BY id) t) AS resets`);

describe('when the journal cannot be written', () => {
  it('every verb is unavailable, and nothing has changed', async () => {
    const plain = await bench.customer(staff);
    const guarded = await bench.customer(staff, { secondFactor: true });
    const signedIn = await bench.signIn(plain);
    const grant = 'grant' in signedIn ? signedIn.grant : '';
    const challenge = await bench.challenge(guarded);
    await bench.ask('request-link', { email: plain.email, source: home });
    const token = await bench.mailedToken(plain.email);
    const code = bench.code(guarded);
    const both = { subject: guarded.id, password, code, source: home };
    const before = await credentials();
    const asked = await withoutJournal(async () => [
      await bench.signIn(plain),
      await bench.signIn(plain, 'not the password'),
      await bench.signIn(guarded),
      await bench.ask('redeem-grant', { grant, purpose: 'sign-in' }),
      await bench.ask('verify-second-factor', { challenge, method: 'totp', code, source: home }),
      await bench.ask('change-password', {
        subject: plain.id,
        current: password,
        next: nextPassword,
        source: home,
      }),
      await bench.ask('request-link', { email: plain.email, source: home }),
      await bench.ask('complete-link', { token, password: nextPassword, source: home }),
      await bench.ask('begin-totp', { subject: plain.id, password, source: home }),
      await bench.ask('disable-totp', { ...both, method: 'totp' }),
      await bench.ask('replace-recovery-codes', both),
      await bench.ask('describe-factors', { subject: plain.id }),
      await bench.ask('invite', {
        subject: randomUUID(),
        email: 'new@example.com',
        language: 'en',
        staff: staff.id,
      }),
      await bench.ask('start-reset', {
        reset: randomUUID(),
        scope: { kind: 'all', code: bench.code(staff) },
        reason: 'because',
        staff: staff.id,
        source: home,
      }),
    ]);
    expect(new Set(asked.map(({ verdict }) => verdict))).toEqual(new Set(['unavailable']));
    expect(await credentials()).toEqual(before);
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({
      verdict: 'yes',
    });
  });
});

it('the service can append to its journal and do nothing else with it', async () => {
  const { database } = bench;
  for (const statement of [
    'SELECT 1 FROM journal',
    'UPDATE journal SET verdict = verdict',
    'DELETE FROM journal',
    'TRUNCATE journal',
    'DELETE FROM reset',
    'UPDATE reset SET cutoff = cutoff',
  ]) {
    await expect(database.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied|42501/);
  }
});

it('no password, code, token or email is in the journal, and each decision is', async () => {
  const person = await bench.customer(staff, { secondFactor: true });
  const wrong = 'a wrong password, typed';
  await bench.signIn(person, wrong, elsewhere);
  const challenge = await bench.challenge(person);
  const code = bench.code(person);
  await bench.ask('verify-second-factor', { challenge, method: 'totp', code, source: home });
  const rows = await bench.sql('SELECT * FROM journal');
  const text = JSON.stringify(rows);
  for (const secret of [password, wrong, challenge, `"${code}"`, person.email, 'example.com']) {
    expect(text).not.toContain(secret);
  }
  expect(rows).toContainEqual(
    expect.objectContaining({
      caller: 'manager',
      verb: 'verify-password',
      subject_id: person.id,
      verdict: 'no',
      because: 'wrong-password',
      address: elsewhere.address,
    }),
  );
});

describe('a caller', () => {
  it('is refused every verb that is not on its list, and that is journalled', async () => {
    const refused = async (caller: 'manager' | 'worker' | 'operator', allowed: Verb[]) => {
      for (const verb of Object.keys(verbs) as Verb[]) {
        if (allowed.includes(verb)) continue;
        const reply = await bench.service.decide(caller, verb, {}, 'r');
        expect([verb, reply.verdict]).toEqual([verb, 'forbidden']);
      }
    };
    const operators: Verb[] = ['open-setup', 'import-credentials'];
    await refused('operator', operators);
    await refused('worker', ['describe-reset']);
    const others = (Object.keys(verbs) as Verb[]).filter((verb) => !operators.includes(verb));
    await refused('manager', others);
    expect(await bench.service.decide('manager', 'constructor', {}, 'r')).toEqual({
      verdict: 'forbidden',
    });
    const [row] = await bench.sql(
      `SELECT count(*)::int AS n FROM journal WHERE verdict = 'forbidden'`,
    );
    expect(row).toEqual({ n: 17 + 18 + 2 + 1 });
  });

  it('cannot redeem what another was given', async () => {
    const person = await bench.customer(staff);
    const signedIn = await bench.signIn(person);
    await bench.sql(`UPDATE yes_grant SET caller = 'worker' WHERE subject_id = $1`, [person.id]);
    const grant = 'grant' in signedIn ? signedIn.grant : '';
    expect(await bench.ask('redeem-grant', { grant, purpose: 'sign-in' })).toEqual({
      verdict: 'no',
    });
  });

  it('is told no for nonsense, by every verb that has a no', async () => {
    for (const verb of Object.keys(verbs) as Verb[]) {
      if (verb === 'open-setup' || verb === 'import-credentials') continue;
      for (const body of [null, [], 'text', {}, { email: 7 }]) {
        const { verdict } = await bench.service.decide('manager', verb, body, 'r');
        expect([verb, verdict]).toEqual([verb, verb === 'request-link' ? 'yes' : 'no']);
      }
    }
  });
});
