import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestOf } from '../../contract.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import { sealPassword } from '../passwords/seal-password.ts';
import { type Bench, expectField, openBench } from '../testing/bench.ts';

const rests: (number | undefined)[] = [];
vi.mock('node:timers/promises', async (importOriginal) => {
  const timers = await importOriginal<typeof import('node:timers/promises')>();
  const setTimeout: typeof timers.setTimeout = (ms, ...rest) => {
    rests.push(ms);
    return timers.setTimeout(ms, ...rest);
  };
  return { ...timers, setTimeout };
});

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.sql('DELETE FROM password');
  await bench.sql('DELETE FROM wrapping');
});

const legacy = [
  {
    scheme: 'sha256-crypt',
    cost: 8_000,
    hash: '$5$rounds=8000$3Y8WeN5R0RVADKM1$8zjNSD9zQ10e4RFCKT28Vd/eWj0czHA7cyxmmdgxuyD',
    password: 'pepper-quartz-harbor-kernel密码',
  },
  {
    scheme: 'bcrypt',
    cost: 6,
    hash: '$2b$06$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6',
    password: 'kernel-quartz-lantern-lantern-ember',
  },
] as const;

type Row = RequestOf<'import-credentials'>['rows'][number];

async function imported(passwordHash: string): Promise<{ id: string; email: string }> {
  const id = randomUUID();
  const email = `${id}@example.com`;
  const row: Row = {
    subject: id,
    email,
    language: 'en',
    passwordHash,
    passwordSetAt: '2015-06-22T00:00:00Z',
  };
  await bench.ask('import-credentials', { rows: [row] }, 'operator');
  return { id, email };
}

const stored = (id: string) =>
  bench.database.password.findUniqueOrThrow({ where: { subjectId: id } });
const order = async (action: RequestOf<'wrap-legacy-hashes'>['action']) => {
  const told = await bench.ask('wrap-legacy-hashes', { action, rowsPerSecond: 10_000 }, 'operator');
  expectField(told, 'state');
  return told as Extract<typeof told, { state: unknown }>;
};
const carryOn = (stopping = new AbortController().signal) => bench.service.wrapLegacy(stopping);

describe('a wrapped hash', () => {
  it.each(legacy)(
    'of $scheme opens with its password alone, once, and is then as new',
    async ({ scheme, cost, hash, password }) => {
      const { id, email } = await imported(hash);
      await order('start');
      await carryOn();
      const wrapped = await stored(id);
      expect(wrapped).toMatchObject({ scheme: `wrapped-${scheme}`, cost, pepperVersion: 1 });
      expect(wrapped.setAt.toISOString(), 'the age of the password stays').toMatch(/^2015-06-22/);

      for (const typed of [
        '',
        `${password} `,
        hash,
        hash.split('$').at(-1) ?? '',
        'x'.repeat(256),
      ]) {
        const no = await bench.signIn({ email }, typed, bench.freshSource());
        expect(no).toEqual({ verdict: 'no' });
      }
      expect(await stored(id), 'a wrong password changes nothing').toEqual(wrapped);
      expect(await bench.signIn({ email }, password, bench.freshSource())).toHaveProperty('grant');
      expect(await stored(id)).toMatchObject({ scheme: 'bcrypt-hmac-sha384', cost: 10 });
      expect(await bench.signIn({ email }, password)).toHaveProperty('grant');
    },
  );

  it('moved to another customer opens nothing there, and raises an alert', async () => {
    const [mine, theirs] = [await imported(legacy[0].hash), await imported(legacy[1].hash)];
    await order('start');
    await carryOn();
    await bench.sql(
      `UPDATE password SET (scheme, cost, pepper_version, hash_sealed, key_version) =
        (SELECT scheme, cost, pepper_version, hash_sealed, key_version FROM password WHERE subject_id = $1)
       WHERE subject_id = $2`,
      [mine.id, theirs.id],
    );
    bench.alerts.length = 0;
    expect(await bench.signIn(theirs, legacy[0].password)).toEqual({ verdict: 'no' });
    expect(bench.alerts.join()).toContain(theirs.id);
  });

  it('relabelled with another scheme or cost opens nothing', async () => {
    const { id, email } = await imported(legacy[0].hash);
    await order('start');
    await carryOn();
    for (const change of [`scheme = 'wrapped-bcrypt'`, 'cost = 9000', `scheme = 'sha256-crypt'`]) {
      const before = await stored(id);
      await bench.sql(`UPDATE password SET ${change} WHERE subject_id = $1`, [id]);
      const no = await bench.signIn({ email }, legacy[0].password, bench.freshSource());
      expect(no, change).toEqual({ verdict: 'no' });
      await bench.database.password.update({ where: { subjectId: id }, data: before });
    }
  });
});

describe('the wrapping', () => {
  it('leaves no legacy row but the damaged, which it names, and says when it is done', async () => {
    const sound = await Promise.all(legacy.map(({ hash }) => imported(hash)));
    const damaged = await imported(legacy[0].hash);
    await bench.sql(`UPDATE password SET hash_sealed = '\\x00' WHERE subject_id = $1`, [
      damaged.id,
    ]);
    expect(await order('start')).toMatchObject({ state: 'running', wrapped: 0, left: 3 });
    await carryOn();
    const told = await order('status');
    expect(told).toMatchObject({ state: 'done', wrapped: 2, left: 1, skipped: [damaged.id] });
    for (const { id } of sound) expect((await stored(id)).scheme).toMatch(/^wrapped-/);
  });

  it('paused, wraps nothing more; resumed, goes on where it was', async () => {
    await Promise.all(Array.from({ length: 6 }, () => imported(legacy[1].hash)));
    await order('start');
    const going = carryOn();
    while ((await order('status')).wrapped < 2);
    const { state } = await order('pause');
    await going;
    expect(state).toBe('paused');
    const paused = await order('status');
    await carryOn();
    expect(await order('status')).toEqual(paused);
    expect(paused.left).toBeGreaterThan(0);
    await order('resume');
    await carryOn();
    expect(await order('status')).toMatchObject({ state: 'done', wrapped: 6, left: 0 });
  });

  it('rests after each as long as it took while somebody signs in, and never while nobody does', async () => {
    const { email, id } = await imported(legacy[1].hash);
    await bench.signIn({ email }, legacy[1].password);
    await Promise.all(Array.from({ length: 3 }, () => imported(legacy[1].hash)));
    await order('start');
    rests.length = 0;
    await bench.database.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM subject WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
        void bench.signIn({ email }, legacy[1].password);
        await bench.untilBlocked();
        await carryOn();
      },
      { timeout: 60_000 },
    );
    expect(rests).toHaveLength(3);
    expect(Math.min(...rests.map(Number)), 'milliseconds').toBeGreaterThan(10);
    await bench.signIn({ email }, legacy[1].password);

    await Promise.all(Array.from({ length: 3 }, () => imported(legacy[1].hash)));
    await order('start');
    rests.length = 0;
    await carryOn();
    expect(rests).toEqual([]);
  });

  it('is carried on by another replica when the one that had it is not heard of for a minute', async () => {
    await Promise.all(Array.from({ length: 3 }, () => imported(legacy[1].hash)));
    await order('start');
    await bench.sql(`UPDATE wrapping SET lease = gen_random_uuid(), lease_until = $1`, [
      new Date(bench.now().getTime() + 30_000),
    ]);
    await carryOn();
    expect(await order('status')).toMatchObject({ state: 'running', wrapped: 0 });
    bench.pass({ seconds: 31 });
    await carryOn();
    expect(await order('status')).toMatchObject({ state: 'done', wrapped: 3 });
  });

  it('by two replicas at once wraps each row once', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => imported(legacy[1].hash)));
    await order('start');
    await Promise.all([carryOn(), carryOn()]);
    expect(await order('status')).toMatchObject({ state: 'done', wrapped: people.length });
  });

  it('of a row that changes under it never brings the older password back', async () => {
    const { id, email } = await imported(legacy[0].hash);
    await order('start');
    const { going } = await bench.database.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT 1 FROM subject WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
        const going = carryOn();
        await bench.untilBlocked();
        const changed = { scheme: 'bcrypt', cost: 6, pepperVersion: null, hash: legacy[1].hash };
        const sealed = sealPassword(await holdKeys(bench, tx), id, changed);
        await tx.password.update({ where: { subjectId: id }, data: sealed });
        return { going };
      },
      { timeout: 60_000 },
    );
    await going;
    expect((await stored(id)).scheme, 'what it was changed to, wrapped in its turn').toBe(
      'wrapped-bcrypt',
    );
    expect(await order('status')).toMatchObject({ state: 'done', wrapped: 1, left: 0 });
    expect(await bench.signIn({ email }, legacy[1].password)).toHaveProperty('grant');
  });
});
