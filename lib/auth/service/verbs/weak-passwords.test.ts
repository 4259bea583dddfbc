import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PasswordWeakness, RequestOf, VerdictOf } from '../../contract.ts';
import { expectField, home, nextPassword, password } from '../testing/bench.ts';
import { openWeighing, sha1, stolen, stolenSince } from '../testing/weighing.ts';

const {
  bench,
  staff,
  breachedFile,
  api,
  telling,
  changing,
  inquiring,
  inquired,
  signIn,
  weaknessOf,
  imported,
} = await openWeighing();

const weak: [string, PasswordWeakness][] = [
  [stolen, 'breached'],
  ['Dragon12', 'common'],
  ['march-april-may', 'guessable'],
  ['tK9#vq2xLm', 'too-short'],
];

describe('a right password that is weak', () => {
  it.each(weak)('is recorded as a fact, and opens: %s, %s', async (typed, weakness) => {
    const person = await imported(typed);
    expect(await weaknessOf(person)).toBeNull();
    expect((await signIn(telling, person, typed)).verdict).toBe('yes');
    expect(await weaknessOf(person)).toBe(weakness);
    const [row] = await bench.sql('SELECT weakness_at FROM password WHERE subject_id = $1', [
      person.id,
    ]);
    expect(row?.weakness_at).toEqual(bench.now());
  });

  it('of words of its customer’s email is recorded as such', async () => {
    const local = `lindqvist.${randomUUID().slice(0, 8)}`;
    const person = await imported(local, local);
    await signIn(telling, person, local);
    expect(await weaknessOf(person)).toBe('context');
  });

  it.each(weak)(
    'opens nothing but the mailed link where policy says so: %s, %s',
    async (typed, weakness) => {
      const person = await imported(typed);
      expect(await signIn(changing, person, typed)).toEqual({
        verdict: 'reset-required',
        because: 'weak-password',
        reason: '',
        weakness,
      });
      expect(await weaknessOf(person)).toBe(weakness);
      const source = bench.freshSource();
      await bench.ask('request-link', { email: person.email, source });
      const token = await bench.mailedToken(person.email);
      const same = await changing('complete-link', { token, password: typed, source });
      expect(same.verdict).toBe('refused');
      const set = await changing('complete-link', { token, password: nextPassword, source });
      expect(set.verdict).toBe('yes');
      expect(await weaknessOf(person)).toBeNull();
      expect((await signIn(changing, person, nextPassword)).verdict).toBe('yes');
    },
  );

  it('is demanded anew before the second factor is asked for', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    expect((await signIn(changing, person, password)).verdict).toBe('second-factor');
    await bench.sql(
      `UPDATE password SET weakness = 'breached', weakness_at = now() WHERE subject_id = $1`,
      [person.id],
    );
    expect((await signIn(changing, person, password)).verdict).toBe('reset-required');
    expect((await signIn(telling, person, password)).verdict).toBe('second-factor');
  });

  it('that is behind a cutoff is answered in the staff’s words', async () => {
    const person = await imported('Dragon12');
    const reset: RequestOf<'start-reset'> = {
      reset: randomUUID(),
      scope: { kind: 'subjects', subjects: [person.id] },
      reason: 'Intruders.',
      staff: staff.id,
      source: home,
    };
    expect((await bench.ask('start-reset', reset)).verdict).toBe('yes');
    expect(await signIn(changing, person, 'Dragon12')).toEqual({
      verdict: 'reset-required',
      because: 'reset',
      reason: 'Intruders.',
    });
  });
});

describe('what was recorded', () => {
  it('is forgotten with the password', async () => {
    const person = await imported('Dragon12');
    await signIn(telling, person, 'Dragon12');
    const change = { subject: person.id, current: 'Dragon12', next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    expect(await weaknessOf(person)).toBeNull();
  });

  it('goes when it is no longer so, but a breached password stays breached', async () => {
    const [short, known] = [await imported('tK9#vq2xLm'), await imported(stolen)];
    await signIn(telling, short, 'tK9#vq2xLm');
    await signIn(telling, known, stolen);
    const begun = await bench.ask('begin-totp', {
      subject: short.id,
      password: 'tK9#vq2xLm',
      source: home,
    });
    short.key = expectField(begun, 'key');
    const code = bench.code(short);
    await bench.ask('confirm-totp', { subject: short.id, code, source: home });
    rmSync(breachedFile);
    await signIn(telling, short, 'tK9#vq2xLm');
    await signIn(telling, known, stolen);
    expect([await weaknessOf(short), await weaknessOf(known)]).toEqual([null, 'breached']);
  });

  it('is nothing for a wrong password, which is not judged', async () => {
    const person = await bench.customer(staff);
    expect(await signIn(changing, person, stolen)).toEqual({ verdict: 'no' });
    expect(await signIn(inquiring, person, stolenSince)).toEqual({ verdict: 'no' });
    await inquired();
    expect(api.asked).toEqual([]);
    expect(await weaknessOf(person)).toBeNull();
  });

  it('is counted by kind for the operator', async () => {
    const person = await imported('Dragon12');
    await signIn(telling, person, 'Dragon12');
    const { weak: counted } = (await bench.ask('describe-passwords', {}, 'operator')) as Extract<
      VerdictOf<'describe-passwords'>,
      { verdict: 'yes' }
    >;
    const [row] = await bench.sql(
      `SELECT count(*)::int AS n FROM password WHERE weakness = 'common'`,
    );
    expect(counted).toContainEqual({ weakness: 'common', count: row?.n });
  });
});

describe('the API', () => {
  it('is asked about a right password after the answer, which does not wait for it', async () => {
    const person = await imported(stolenSince);
    let release = () => {};
    api.hold = new Promise((resolve) => {
      release = resolve;
    });
    expect((await signIn(inquiring, person, stolenSince)).verdict).toBe('yes');
    expect(await weaknessOf(person)).toBeNull();
    release();
    await inquired();
    expect(await weaknessOf(person)).toBe('breached');
    expect((await signIn(changing, person, stolenSince)).verdict).toBe('reset-required');
  });

  it('says nothing about a password chosen while it was asked', async () => {
    const person = await imported(stolenSince);
    let release = () => {};
    api.hold = new Promise((resolve) => {
      release = resolve;
    });
    await signIn(inquiring, person, stolenSince);
    const change = { subject: person.id, current: stolenSince, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    release();
    await inquired();
    expect(await weaknessOf(person)).toBeNull();
  });

  it('keeps a password that it knows from being chosen', async () => {
    const person = await bench.customer(staff);
    const change = { subject: person.id, current: password, next: stolenSince, source: home };
    expect(await inquiring('change-password', change)).toEqual({
      verdict: 'refused',
      because: 'breached',
    });
    expect((await telling('change-password', change)).verdict).toBe('yes');
  });
});

it('nothing of a password that was judged is in the journal, in a log or in a row', async () => {
  const secret = 'pelican zeppelins over marzipan';
  const person = await imported(secret);
  const request = { password: secret, secondFactor: false, context: {}, source: home };
  await inquiring('rate-password', request);
  for (const ask of [telling, changing, inquiring]) await signIn(ask, person, secret);
  const change = { subject: person.id, current: secret, next: `${secret} `, source: home };
  await inquiring('change-password', { ...change, next: stolen });
  await inquired();
  const rows = await bench.sql(`SELECT (SELECT json_agg(j)::text FROM journal j) AS journal,
    (SELECT json_agg(p)::text FROM password p) AS passwords`);
  const seen = JSON.stringify([rows, bench.alerts, api.asked]);
  expect(seen).toContain(person.id);
  const digest = sha1(secret).toString('hex');
  for (const trace of ['pelican', 'zeppelin', digest, digest.slice(0, 10), 'velvet otters']) {
    expect(seen.toLowerCase()).not.toContain(trace);
  }
  expect(api.asked.length).toBeGreaterThan(0);
});
