import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createService } from '../../create-service.ts';
import { setPassword } from '../../passwords/set-password.ts';
import { nextPassword, type Person, password } from '../../testing/bench.ts';
import { openRotating } from '../../testing/rotating.ts';
import { holdKeys } from '../hold-keys.ts';

const { bench, staff, begin, status, newest, currentVersion, sealedUnder, drive, signIn } =
  await openRotating();

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
    expect(await bench.link(staff)).not.toBe('no mail');
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
  });

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
        await bench.untilBlocked();
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
      { timeout: 60_000 },
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
        await bench.untilBlocked();
      },
      { timeout: 60_000 },
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
