import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeHeader } from '../../../breached/hash-file.ts';
import type { PasswordWeakness, RequestOf, Verb, VerdictOf } from '../../contract.ts';
import { type AuthService, createService } from '../create-service.ts';
import {
  type Bench,
  expectField,
  home,
  nextPassword,
  openBench,
  type Person,
  password,
} from '../testing/bench.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-weak-'));
const breachedFile = path.join(folder, 'breached.bin');
const sha1 = (text: string) => createHash('sha1').update(text).digest();
/** Enough like nothing to be weak for no other reason. */
const stolen = 'velvet otters juggle nine kettles';
const stolenSince = 'copper herons whistle at the tram';

let bench: Bench;
let staff: Person;
let asked: string[] = [];
let hold: Promise<void> | undefined;
const server = createServer(async (request, response) => {
  asked.push(request.url ?? '');
  await hold;
  const hex = sha1(stolenSince).toString('hex').toUpperCase();
  response.end(request.url === `/${hex.slice(0, 5)}` ? `${hex.slice(5)}:3\r\n` : '');
});
/** The same service with other surroundings, on the same database. */
let telling: AuthService;
let changing: AuthService;
let asking: AuthService;

beforeAll(async () => {
  bench = await openBench();
  staff = await bench.staff();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breachedApiUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const parts = { ...bench.parts(), breachedFile };
  telling = await createService(parts);
  changing = await createService({ ...parts, weakPasswords: 'change' });
  asking = await createService({ ...parts, breachedApiUrl });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  server.close();
  await bench.close();
});
beforeEach(() => {
  asked = [];
  const digests = [sha1(stolen), sha1('other')].sort(Buffer.compare);
  const source = createHash('sha256').digest();
  writeFileSync(breachedFile, Buffer.concat([makeHeader({ count: 2, source }), ...digests]));
});
afterEach(() => {
  hold = undefined;
});

const ask = async <V extends Verb>(service: AuthService, verb: V, request: RequestOf<V>) =>
  (await service.decide('manager', verb, request, randomUUID())) as VerdictOf<V>;
const signIn = (service: AuthService, { email }: Person, typed: string) =>
  ask(service, 'verify-password', { email, password: typed, source: bench.freshSource() });
const weaknessOf = async ({ id }: Person) =>
  expectField(await bench.ask('describe-factors', { subject: id }), 'weakness');

/** Somebody whose password came from an older system, by the operator's import. */
async function imported(typed: string, local: string = randomUUID()): Promise<Person> {
  const id = randomUUID();
  const email = `${local}@example.com`;
  const salt = Buffer.from('sixteen bytes...');
  let digest = createHash('sha256').update(salt).update(typed).digest();
  for (let round = 1; round < 1_000; round++) digest = createHash('sha256').update(digest).digest();
  const passwordHash = `$sha256i$r=1000$${salt.toString('base64')}$${digest.toString('base64')}`;
  const row = { subject: id, email, language: 'en', passwordHash } as const;
  const rows = [{ ...row, passwordSetAt: '2020-01-01T00:00:00Z' }];
  expectField(await bench.ask('import-credentials', { rows }, 'operator'), 'results');
  return { id, email, key: '', recoveryCodes: [] };
}

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
      const same = await ask(changing, 'complete-link', { token, password: typed, source });
      expect(same.verdict).toBe('refused');
      const set = await ask(changing, 'complete-link', { token, password: nextPassword, source });
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
    expect(await signIn(asking, person, stolenSince)).toEqual({ verdict: 'no' });
    await asking.idle();
    expect(asked).toEqual([]);
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
    hold = new Promise((resolve) => {
      release = resolve;
    });
    expect((await signIn(asking, person, stolenSince)).verdict).toBe('yes');
    expect(await weaknessOf(person)).toBeNull();
    release();
    await asking.idle();
    expect(await weaknessOf(person)).toBe('breached');
    expect((await signIn(changing, person, stolenSince)).verdict).toBe('reset-required');
  });

  it('says nothing about a password chosen while it was asked', async () => {
    const person = await imported(stolenSince);
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    await signIn(asking, person, stolenSince);
    const change = { subject: person.id, current: stolenSince, next: nextPassword, source: home };
    expect(await bench.ask('change-password', change)).toEqual({ verdict: 'yes' });
    release();
    await asking.idle();
    expect(await weaknessOf(person)).toBeNull();
  });

  it('keeps a password that it knows from being chosen', async () => {
    const person = await bench.customer(staff);
    const change = { subject: person.id, current: password, next: stolenSince, source: home };
    expect(await ask(asking, 'change-password', change)).toEqual({
      verdict: 'refused',
      because: 'breached',
    });
    expect((await ask(telling, 'change-password', change)).verdict).toBe('yes');
  });
});

describe('a chosen password is refused with its reason', () => {
  const context = { name: 'Zoé Lindqvist', company: 'Nordwind Logistik' };
  const refusals: [string, object][] = [
    [stolen, { because: 'breached' }],
    ['march april may june', { because: 'guessable' }],
    ['lindqvist-lindqvist', { because: 'context', word: 'name' }],
    ['nordwind logistik 26', { because: 'context', word: 'company' }],
    ['Bulkhead-Bulkhead-1', { because: 'context', word: 'product' }],
  ];

  it.each(refusals)('when it is changed: %s', async (next, refusal) => {
    const person = await bench.customer(staff);
    const change = { subject: person.id, current: password, next, context, source: home };
    expect(await ask(telling, 'change-password', change)).toEqual({
      verdict: 'refused',
      ...refusal,
    });
    const own = { ...change, next: person.email };
    expect(await ask(telling, 'change-password', own)).toMatchObject({ word: 'email' });
  });

  it.each(refusals)('when it is set by a mailed link: %s', async (next, refusal) => {
    const person = await bench.customer(staff);
    const source = bench.freshSource();
    await bench.ask('request-link', { email: person.email, source });
    const token = await bench.mailedToken(person.email);
    const inspected = await bench.ask('inspect-link', { token, source });
    expect(inspected).toMatchObject({ subject: person.id });
    const complete = { token, password: next, context, source };
    expect(await ask(telling, 'complete-link', complete)).toEqual({
      verdict: 'refused',
      ...refusal,
    });
  });

  it('and rated with it while it is typed', async () => {
    const about = { secondFactor: false, context: { ...context, email: 'zoe@example.net' } };
    for (const [typed, refusal] of refusals) {
      const request = { password: typed, ...about, source: home };
      expect(await ask(telling, 'rate-password', request)).toMatchObject({
        verdict: 'yes',
        refusal,
      });
    }
    const good = { password: 'amber-timber-quartz', ...about, source: home };
    expect(await ask(asking, 'rate-password', good)).toEqual({
      verdict: 'yes',
      score: 4,
      refusal: null,
    });
    expect(asked).toEqual([]);
    const eight = { ...good, password: 'tK9#vq2x' };
    const beside = { ...eight, secondFactor: true };
    expect(await ask(telling, 'rate-password', eight)).toMatchObject({
      refusal: { because: 'too-short' },
    });
    expect(await ask(telling, 'rate-password', beside)).toMatchObject({ score: 2, refusal: null });
  });
});

describe('rating', () => {
  const typed = { password: 'abc', secondFactor: false, context: {} };

  it('is limited by source, and no for what is no text', async () => {
    const source = bench.freshSource();
    expect(await ask(telling, 'rate-password', { ...typed, password: '\ud800', source })).toEqual({
      verdict: 'no',
    });
    await bench.sql('UPDATE throttle SET level = 300 WHERE level > 0');
    expect(await ask(telling, 'rate-password', { ...typed, source })).toEqual({ verdict: 'no' });
    const other = bench.freshSource();
    expect((await ask(telling, 'rate-password', { ...typed, source: other })).verdict).toBe('yes');
    await bench.sql('DELETE FROM throttle');
  });

  it('takes no more context than it can bear', async () => {
    const source = bench.freshSource();
    for (const context of [{ name: 'a'.repeat(201) }, { company: 'a'.repeat(201) }]) {
      const reply = await ask(telling, 'rate-password', { ...typed, context, source });
      expect(reply).toEqual({ verdict: 'no' });
    }
  });
});

it('nothing of a password that was judged is in the journal, in a log or in a row', async () => {
  const secret = 'pelican zeppelins over marzipan';
  const person = await imported(secret);
  const request = { password: secret, secondFactor: false, context: {}, source: home };
  await ask(asking, 'rate-password', request);
  for (const service of [telling, changing, asking]) await signIn(service, person, secret);
  const change = { subject: person.id, current: secret, next: `${secret} `, source: home };
  await ask(asking, 'change-password', { ...change, next: stolen });
  await asking.idle();
  const rows = await bench.sql(`SELECT (SELECT json_agg(j)::text FROM journal j) AS journal,
    (SELECT json_agg(p)::text FROM password p) AS passwords`);
  const seen = JSON.stringify([rows, bench.alerts, asked]);
  expect(seen).toContain(person.id);
  const digest = sha1(secret).toString('hex');
  for (const trace of ['pelican', 'zeppelin', digest, digest.slice(0, 10), 'velvet otters']) {
    expect(seen.toLowerCase()).not.toContain(trace);
  }
  expect(asked.length).toBeGreaterThan(0);
});
