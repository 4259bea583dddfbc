import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createService } from '../../create-service.ts';
import { makeKeys, nextPassword, password } from '../../testing/bench.ts';
import { openRotating } from '../../testing/rotating.ts';
import { type KeyRing, withKeys } from '../key-ring.ts';
import type { KeySource } from '../key-source.ts';

const { bench, staff, begin, status, newest, currentVersion, sealedUnder, drive, dropLease } =
  await openRotating();

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
  });

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
    const token = await bench.link(person);
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
