import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createService } from '../../create-service.ts';
import { setPassword } from '../../passwords/set-password.ts';
import {
  type Bench,
  expectField,
  makeKeys,
  nextPassword,
  openBench,
  type Person,
  password,
} from '../../testing/bench.ts';
import { holdKeys } from '../hold-keys.ts';
import { type KeyKind, type KeyRing, withKeys } from '../key-ring.ts';
import type { KeySource } from '../key-source.ts';

let bench: Bench;
let staff: Person;
beforeAll(async () => {
  bench = await openBench();
  staff = await bench.staff();
});
afterAll(() => bench.close());
// Replicas of an earlier test run no more.
beforeEach(async () => {
  await bench.sql('DELETE FROM key_holder');
  await bench.service.keepKeys();
});

const begin = (kind: KeyKind = 'key-encryption') => bench.ask('rotate-keys', { kind }, 'operator');

async function status(count = true) {
  return bench.ask('describe-keys', { count }, 'operator').then((answer) => {
    expectField(answer, 'versions');
    return answer as Extract<typeof answer, { verdict: 'yes' }>;
  });
}
async function newest(kind: KeyKind = 'key-encryption') {
  return (await status()).rotations.find((one) => one.kind === kind);
}
const currentVersion = async (kind: KeyKind = 'key-encryption') =>
  (await status()).versions.find((one) => one.kind === kind && one.state === 'current')?.version;

/** Versions in the headers of everything that is sealed. */
async function sealedUnder(): Promise<number[]> {
  const rows = await bench.sql<{ version: number }>(
    `SELECT DISTINCT get_byte(sealed, 4) AS version FROM (SELECT email_sealed AS sealed FROM subject
      UNION ALL SELECT hash_sealed FROM password UNION ALL SELECT key_sealed FROM totp
      UNION ALL SELECT email_sealed FROM email_change UNION ALL SELECT email_sealed FROM former_email) s ORDER BY 1`,
  );
  return rows.map(({ version }) => version);
}

/** Drives a rotation to its end, as the background task does again and again. */
async function drive(
  service: Pick<typeof bench.service, 'keepKeys' | 'rotateKeys'> = bench.service,
) {
  for (let turn = 0; turn < 20; turn++) {
    await service.keepKeys();
    await service.rotateKeys();
    if ((await newest())?.state === 'done') return;
  }
  throw new Error(`still ${JSON.stringify(await newest())}`);
}

const dropLease = () => bench.sql('UPDATE key_rotation SET leased_until = NULL, leased_by = NULL');
const signIn = (person: Person, typed = password) =>
  bench.signIn(person, typed, bench.freshSource());

async function proves(person: Person, typed = password) {
  bench.pass({ minutes: 2 });
  const source = bench.freshSource();
  const challenge = await bench.challenge(person, typed, source);
  const code = bench.code(person);
  return bench.ask('verify-second-factor', { challenge, method: 'totp', code, source });
}

describe('a rotation', () => {
  it('seals everything anew, proves it, retires the old key, and writes each step down', async () => {
    const people = [
      await bench.customer(staff, { secondFactor: true }),
      await bench.customer(staff),
    ];
    const before = (await currentVersion()) as number;
    expect(await begin()).toEqual({ verdict: 'yes', joined: false });
    expect(await begin()).toEqual({ verdict: 'yes', joined: true });
    await drive();

    expect(await sealedUnder()).toEqual([before + 1]);
    expect([...bench.keys.loaded.keyEncryption.byVersion.keys()]).toEqual([before + 1]);
    const { versions, strangers, rotations } = await status();
    const sealing = versions.filter(({ kind }) => kind === 'key-encryption');
    expect(sealing.map(({ state, rows, inSource }) => ({ state, rows, inSource }))).toEqual([
      { state: 'retired', rows: 0, inSource: false },
      { state: 'current', rows: expect.any(Number), inSource: true },
    ]);
    expect(strangers).toBe(0);
    expect(rotations[0]).toMatchObject({ state: 'done', rowsDone: sealing[1]?.rows });
    const journal = await bench.sql<{ because: string }>(
      `SELECT because FROM journal WHERE verb = 'rotate-keys' ORDER BY seq`,
    );
    expect(journal.map(({ because }) => because)).toEqual([
      'key-encryption 1: begun',
      'key-encryption 1: joined',
      'key-encryption 1 to 2: promoted',
      expect.stringMatching(/^key-encryption 2: proven, 0 of \d+ rows under another$/),
      'key-encryption 1: retired',
    ]);
    expect(await proves(people[0] as Person)).toMatchObject({ verdict: 'yes' });
    expect(await signIn(people[1] as Person)).toMatchObject({ verdict: 'yes' });
    await bench.ask('request-link', { email: staff.email, source: bench.freshSource() });
    expect(await bench.mailedToken(staff.email)).not.toBe('no mail');
  });

  it('seals addresses anew that were asked for and that were left, which open as before', async () => {
    const person = await bench.customer(staff);
    const source = bench.freshSource();
    const ask = (email: string) =>
      bench.ask('request-email-change', {
        subject: person.id,
        email,
        password,
        askedIn: randomUUID(),
        source,
      });
    const confirm = async (side: 'old' | 'new', to: string) =>
      bench.ask('confirm-email-change', { token: await bench.mailedToken(to), side, source });
    await ask('left@example.net');
    await confirm('old', person.email);
    await confirm('new', 'left@example.net');
    await ask('asked@example.net');
    const before = (await currentVersion()) as number;
    await begin();
    await drive();
    expect(await sealedUnder()).toEqual([before + 1]);
    await confirm('old', 'left@example.net');
    expect(await confirm('new', 'asked@example.net')).toMatchObject({
      done: { email: 'asked@example.net' },
    });
    const token = await bench.mailedToken(person.email);
    expect(await bench.ask('disown-account', { token, source })).toMatchObject({
      email: person.email,
    });
  });

  it('goes unnoticed by those who sign in, change their password or enrol meanwhile', async () => {
    const signing = await Promise.all([1, 2, 3, 4].map(() => bench.customer(staff)));
    const changing = await Promise.all([1, 2, 3, 4].map(() => bench.customer(staff)));
    const enrolling = await Promise.all([1, 2, 3].map(() => bench.customer(staff)));
    const proving = await bench.customer(staff, { secondFactor: true });
    let rotating = true;
    const rotations = (async () => {
      for (let round = 0; round < 3; round++) {
        await begin();
        await drive();
      }
      rotating = false;
    })();
    const verdicts: string[] = [];
    const told = (answer: { verdict: string }) => void verdicts.push(answer.verdict);
    const traffic = signing.map(async (person) => {
      while (rotating) told(await signIn(person));
    });
    traffic.push(
      ...changing.map(async (person) => {
        let [current, next] = [password, nextPassword];
        for (let time = 0; rotating || time < 2; time++) {
          const source = bench.freshSource();
          told(await bench.ask('change-password', { subject: person.id, current, next, source }));
          [current, next] = [next, current];
        }
        told(await signIn(person, current));
      }),
      ...enrolling.map((person) => bench.enrol(person)),
    );
    await Promise.all([rotations, ...traffic]);
    expect(new Set(verdicts)).toEqual(new Set(['yes']));
    expect(await sealedUnder()).toEqual([await currentVersion()]);
    for (const person of [...enrolling, proving]) {
      expect(await proves(person)).toMatchObject({ verdict: 'yes' });
    }
  }, 60_000);

  it('does not take an accepted code for a wrong one, nor a used one for unused', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    bench.pass({ minutes: 2 });
    const challenge = await bench.challenge(person);
    const code = bench.code(person);
    const source = bench.freshSource();
    // The code is matched, then everything is sealed anew, then the step is claimed.
    let late: Promise<{ verdict: string }> | undefined;
    await bench.database.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM challenge FOR UPDATE`;
        late = bench.ask('verify-second-factor', { challenge, method: 'totp', code, source });
        await untilBlocked();
        const keys = await holdKeys(bench, tx);
        const { seal, unseal } = await import('../../seal/seal.ts');
        const { totpKeyPlace } = await import('../../seal/places.ts');
        const place = totpKeyPlace(person.id);
        const [row] = await tx.totp.findMany({ where: { subjectId: person.id } });
        const key = unseal(keys, place, row?.keySealed ?? new Uint8Array()) ?? Buffer.alloc(0);
        await tx.totp.updateMany({
          where: { subjectId: person.id },
          data: { keySealed: seal(keys, place, key) },
        });
      },
      { timeout: 10_000 },
    );
    expect(await late).toMatchObject({ verdict: 'yes' });
    await begin();
    await drive();
    const again = await bench.challenge(person, password, bench.freshSource());
    const replay = { challenge: again, method: 'totp', code, source } as const;
    expect(await bench.ask('verify-second-factor', replay)).toMatchObject({ verdict: 'no' });
  });
});

describe('whoever is writing when a key is promoted', () => {
  it('is waited for, and what it wrote is found and sealed anew', async () => {
    const person = await bench.customer(staff);
    await begin();
    let driven: Promise<void> | undefined;
    await bench.database.$transaction(
      async (tx) => {
        const stored = await slowHash(nextPassword);
        await setPassword({ keys: bench.keys } as never, tx, person.id, stored, bench.now());
        driven = drive();
        await untilBlocked();
      },
      { timeout: 10_000 },
    );
    await driven;
    expect(await sealedUnder()).toEqual([await currentVersion()]);
    expect(await signIn(person, nextPassword)).toMatchObject({ verdict: 'yes' });
  });

  it('seals with the new one afterwards, on a replica that nobody told', async () => {
    const other = await createService(bench.parts());
    const person = await bench.customer(staff);
    const before = await currentVersion();
    await begin();
    await bench.service.rotateKeys();
    expect((await newest())?.waitingFor).toMatch(/^1 replicas to load/);
    await other.keepKeys();
    expect(other.keys.keyEncryption.current).toBe(before);
    await drive();
    expect(other.keys.keyEncryption.current).toBe(before);
    const answer = await other.decide(
      'manager',
      'change-password',
      { subject: person.id, current: password, next: nextPassword, source: bench.freshSource() },
      randomUUID(),
    );
    expect(answer).toEqual({ verdict: 'yes' });
    expect(await sealedUnder()).toEqual([await currentVersion()]);
  });
});

describe('a replica', () => {
  it('that cannot load the new key holds its promotion back, and nothing is sealed under it', async () => {
    const before = (await currentVersion()) as number;
    const old = await bench.keySource.read();
    let stale = true;
    const source: KeySource = {
      ...bench.keySource,
      read: async () => (stale ? old : bench.keySource.read()),
    };
    const other = await createService({ ...bench.parts(), keySource: source });
    await begin();
    await bench.service.rotateKeys();
    await other.keepKeys();
    await bench.service.rotateKeys();
    expect(await newest()).toMatchObject({ state: 'made', waitingFor: expect.any(String) });
    expect(await sealedUnder()).toEqual([before]);
    stale = false;
    await other.keys.reload();
    await other.keepKeys();
    await drive();
    expect(await sealedUnder()).toEqual([before + 1]);
  });

  it('that meets a row under a key it has not loaded loads it, and opens the row', async () => {
    const person = await bench.customer(staff, { secondFactor: true });
    const other = await createService(bench.parts());
    await begin();
    await bench.service.rotateKeys();
    await bench.sql('DELETE FROM key_holder');
    await drive();
    const request = { email: person.email, password, source: bench.freshSource() };
    const answer = await other.decide('manager', 'verify-password', request, randomUUID());
    expect(answer).toMatchObject({ verdict: 'second-factor' });
  });

  it('does not start with keys of another installation, or without a current one', async () => {
    const parts = bench.parts();
    const others = withKeys(parts.keys, 'key-encryption', ({ current }) => ({
      current,
      byVersion: new Map([[current, randomBytes(32)]]),
    }));
    for (const keys of [makeKeys(), others]) {
      await expect(createService({ ...parts, keys })).rejects.toThrow('not those the database');
    }
  });

  it('takes nothing over from a source that contradicts what it knows', async () => {
    const { lookup } = bench.keys;
    let served: KeyRing = { ...(await bench.keySource.read()), lookup: randomBytes(32) };
    const source = { ...bench.keySource, read: async () => served };
    const other = await createService({ ...bench.parts(), keySource: source });
    await other.keys.reload();
    expect(other.keys.lookup).toEqual(lookup);
    served = makeKeys();
    await other.keys.reload();
    expect(other.keys.lookup).toEqual(lookup);
    expect(bench.alerts.join()).toContain('keys-refused');
  });
});

describe('after a crash', () => {
  it('between any two steps or batches, another replica ends the rotation', async () => {
    await Promise.all([1, 2, 3].map(() => bench.customer(staff)));
    const crashedIn = new Set<string | undefined>();
    for (let stops = 0; stops < 9; stops++) {
      const before = (await currentVersion()) as number;
      await begin();
      let asked = 0;
      await bench.service.rotateKeys(() => asked++ >= stops);
      crashedIn.add((await newest())?.state);
      await dropLease();
      await bench.sql('DELETE FROM key_holder');
      const other = await createService(bench.parts());
      await drive(other);
      await other.leave();
      expect(await sealedUnder()).toEqual([before + 1]);
      await bench.service.keepKeys();
      expect([...bench.keys.loaded.keyEncryption.byVersion.keys()]).toEqual([before + 1]);
    }
    expect([...crashedIn]).toEqual(['begun', 'made', 'promoted', 'proven', 'done']);
  }, 60_000);

  it('just after the key was made, goes on with that key; just before one is dropped, drops it', async () => {
    const change = bench.keySource.change as NonNullable<KeySource['change']>;
    const before = (await currentVersion()) as number;
    await begin();
    bench.keySource.change = (edit) => {
      change(edit);
      throw new Error('killed');
    };
    await expect(bench.service.rotateKeys()).rejects.toThrow('killed');
    const made = (await bench.keySource.read()).keyEncryption.byVersion.get(before + 1);
    bench.keySource.change = () => {
      throw new Error('killed');
    };
    await expect(drive()).rejects.toThrow('killed');
    bench.keySource.change = change;
    expect((await newest())?.state).toBe('proven');
    await drive();
    const left = (await bench.keySource.read()).keyEncryption;
    expect([...left.byVersion]).toEqual([[before + 1, made]]);
    expect(left.current).toBe(before + 1);
  });
});

describe('a key is not retired', () => {
  it('while a row under it does not open: the row is counted, and mended by its customer', async () => {
    const person = await bench.customer(staff);
    const before = (await currentVersion()) as number;
    await bench.sql(
      `UPDATE password SET hash_sealed = set_byte(hash_sealed, 80, 255 - get_byte(hash_sealed, 80))
       WHERE subject_id = $1`,
      [person.id],
    );
    await begin();
    await bench.service.rotateKeys();
    expect(await newest()).toMatchObject({
      state: 'promoted',
      waitingFor: '1 rows under older keys, 1 of them damaged',
    });
    expect((await bench.keySource.read()).keyEncryption.byVersion.has(before)).toBe(true);
    await bench.ask('request-link', { email: person.email, source: bench.freshSource() });
    const token = await bench.mailedToken(person.email);
    const source = bench.freshSource();
    await bench.ask('complete-link', { token, password: nextPassword, source });
    await dropLease();
    await drive();
    expect(await sealedUnder()).toEqual([before + 1]);
  });

  it('by the service where its source is not the service’s: it says what may be removed', async () => {
    const before = (await currentVersion()) as number;
    const { change } = bench.keySource;
    bench.keySource.change = null;
    try {
      await begin();
      await bench.service.rotateKeys();
      expect(await newest()).toMatchObject({
        state: 'begun',
        waitingFor: `key-encryption version ${before + 1} in the key source`,
      });
      change?.((ring) =>
        withKeys(ring, 'key-encryption', ({ current, byVersion }) => ({
          current,
          byVersion: new Map([...byVersion, [before + 1, randomBytes(32)]]),
        })),
      );
      await drive();
      const { versions } = await status();
      expect(versions.find((one) => one.version === before && one.kind !== 'pepper')).toMatchObject(
        { state: 'retired', inSource: true },
      );
    } finally {
      bench.keySource.change = change;
      await bench.service.keepKeys();
    }
  });
});

describe('a new pepper', () => {
  it('takes each password over at its next sign-in, and retires the old one after the last', async () => {
    await bench.sql('UPDATE password SET hash_sealed = NULL WHERE false');
    const early = await slowHash(nextPassword);
    await begin('pepper');
    await bench.service.rotateKeys();
    expect(await newest('pepper')).toMatchObject({ state: 'done', from: 1, to: 2 });
    const people = [await bench.customer(staff), await bench.customer(staff)];
    const rows = async (version: number) =>
      (await status()).versions.find((one) => one.kind === 'pepper' && one.version === version);
    expect(await rows(1)).toMatchObject({ state: 'old', inSource: true });
    expect(await rows(2)).toMatchObject({ state: 'current', rows: people.length });

    const [under] = await bench.sql<{ n: number }>(
      'SELECT count(*)::int AS n FROM password WHERE pepper_version = 1',
    );
    expect((await rows(1))?.rows).toBe(under?.n);
    await bench.service.keepKeys();
    expect(await rows(1)).toMatchObject({ state: 'old' });
    // The rest come back, or not: here they are deleted, since their passwords are many tests' own.
    expect(await signIn(staff)).toMatchObject({ verdict: 'second-factor' });
    const ids = [staff, ...people].map(({ id }) => id);
    await bench.sql('DELETE FROM password WHERE NOT subject_id = ANY($1)', [ids]);
    await bench.service.keepKeys();
    expect(await rows(1)).toMatchObject({ state: 'retired', inSource: false, rows: 0 });

    const [first] = people as [Person, Person];
    const writing = bench.database.$transaction((tx) =>
      setPassword({ keys: bench.keys } as never, tx, first.id, early, bench.now()),
    );
    await expect(writing).rejects.toThrow('pepper of this hash was retired');
    expect(await signIn(first)).toMatchObject({ verdict: 'yes' });
  });
});

/** A hash under the pepper that is current now, as a slow bcrypt would still hold it later. */
async function slowHash(chosen: string) {
  const { openPasswords } = await import('../../passwords/judge.ts');
  return openPasswords({ ...bench.keys.loaded, peppers: bench.keys.peppers }, 10).hash(chosen);
}

/** Waits until somebody waits for a lock. */
async function untilBlocked() {
  for (;;) {
    const rows = await bench.sql(
      `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    if (rows.length > 0) return;
  }
}
