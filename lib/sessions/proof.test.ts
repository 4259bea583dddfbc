import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { endSession } from './end-session.ts';
import { forgetOtherProofs, recordProof, renewProof } from './proof.ts';
import { hashSessionToken, newSessionToken } from './session-token.ts';
import { startSession } from './start-session.ts';

const { db, owner, customer } = await openManagerBench();

const source = { address: '192.0.2.1', userAgent: 'test' };

async function session(customerId: string) {
  const id = randomUUID();
  const tokenHash = hashSessionToken(newSessionToken());
  const at = new Date();
  const row = { id, customerId, tokenHash, secondFactor: false, startedAt: at, lastUsedAt: at };
  await db.session.create({ data: { ...row, ...source } });
  return id;
}

/** A session whose factor was given, and last rested on, this long ago. */
async function proven(minutes: { given: number; used: number }) {
  const id = await session(await customer());
  await owner.query(
    `UPDATE session SET proved_at = now() - make_interval(secs => $2),
      proof_used_at = now() - make_interval(secs => $3) WHERE id = $1`,
    [id, minutes.given * 60, minutes.used * 60],
  );
  return id;
}

const proof = (id: string) =>
  db.session.findUniqueOrThrow({
    where: { id },
    select: { provedAt: true, proofUsedAt: true },
  });

describe('a proof', () => {
  it.each([
    [{ given: 9.9, used: 9.9 }, true],
    [{ given: 10, used: 10 }, false],
    [{ given: 59.9, used: 9.9 }, true],
    [{ given: 60, used: 0.1 }, false],
    [{ given: 59.9, used: 10 }, false],
  ])('given and used so many minutes ago, %j, counts: %s', async (minutes, counts) => {
    expect(await renewProof(db, await proven(minutes))).toBe(counts);
  });

  it('is prolonged by use from the use on, and is given no later for it', async () => {
    const id = await proven({ given: 30, used: 9 });
    const before = await proof(id);
    expect(await renewProof(db, id)).toBe(true);
    const after = await proof(id);
    expect(after.provedAt).toEqual(before.provedAt);
    expect(after.proofUsedAt?.getTime()).toBeGreaterThan(before.proofUsedAt?.getTime() ?? 0);
  });

  it('that has run out is not prolonged by asking, however many ask at once', async () => {
    const id = await proven({ given: 11, used: 11 });
    const before = await proof(id);
    const asked = await Promise.all(Array.from({ length: 50 }, () => renewProof(db, id)));
    expect(asked).not.toContain(true);
    expect(await proof(id)).toEqual(before);
  });

  it('is none where none was given: an older session is asked', async () => {
    expect(await renewProof(db, await session(await customer()))).toBe(false);
    expect(await renewProof(db, randomUUID())).toBe(false);
  });

  it('counts in the session it was given in, and in no other of the same customer', async () => {
    const customerId = await customer();
    const [here, other] = [await session(customerId), await session(customerId)];
    expect(await recordProof(db, here)).toBe(true);
    expect([await renewProof(db, here), await renewProof(db, other)]).toEqual([true, false]);
  });

  it('dies with its session, and none is given to one that has ended', async () => {
    const customerId = await customer();
    const id = await session(customerId);
    await recordProof(db, id);
    await endSession(db, { customerId, sessionId: id });
    expect(await renewProof(db, id)).toBe(false);
    expect(await recordProof(db, id)).toBe(false);
  });

  it('in another session counts no more once the factor is another', async () => {
    const customerId = await customer();
    const [here, other] = [await session(customerId), await session(customerId)];
    const stranger = await session(await customer());
    for (const id of [here, other, stranger]) await recordProof(db, id);
    await forgetOtherProofs(db, { customerId, keep: here });
    const left = [await renewProof(db, here), await renewProof(db, other)];
    expect([...left, await renewProof(db, stranger)]).toEqual([true, false, true]);
  });
});

it('a sign-in is a proof', async () => {
  const token = await startSession(
    db,
    {
      verdict: 'yes',
      subject: await customer(),
      method: 'password',
      decidedAt: new Date().toISOString(),
      recoveryCodesLeft: 0,
      enrolmentRequired: false,
      staffRole: null,
    },
    source,
  );
  const where = { tokenHash: hashSessionToken(token) };
  const { id } = await db.session.findUniqueOrThrow({ where, select: { id: true } });
  expect(await renewProof(db, id)).toBe(true);
});
