import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { connectAuth } from '../auth/connect.ts';
import type { SignedIn } from '../sessions/find-session.ts';
import { recordProof, renewProof } from '../sessions/proof.ts';
import { stepUp } from '../sessions/step-up.ts';
import { openOwnManager } from '../testing/own-manager.ts';
import { totpCode } from '../testing/totp-code.ts';
import { beginPasskey } from './add-passkey.ts';
import { beginAuthenticator } from './begin-authenticator.ts';
import { changePassword } from './change-password.ts';
import { confirmAuthenticator } from './confirm-authenticator.ts';
import { enrolmentCookie } from './enrolment-cookie.ts';
import { removeAuthenticator } from './remove-authenticator.ts';
import { replaceRecoveryCodes } from './replace-recovery-codes.ts';

const jar = new Map<string, string>();
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => jar.set(name, value),
    delete: ({ name }: { name: string }) => jar.delete(name),
  }),
}));

const password = 'a lantern over the quiet harbour';
const source = { address: '192.0.2.1', userAgent: 'test' };
const { db, service, notices } = await openOwnManager();

/** A customer who brought a password along, signed in with two browsers. */
async function customer() {
  const id = randomUUID();
  const email = `${id}@example.com`;
  const facts = { id, email, name: 'Ada', company: '', language: 'en' };
  const person = { ...facts, timeZone: null, staffRole: null };
  await db.customer.create({ data: person });
  const operator = connectAuth({
    socketPath: service.socketPath,
    caller: 'operator',
    callerKey: readFileSync(service.keyFile('operator'), 'utf8').trim(),
  });
  const salt = Buffer.from('sixteen bytes...');
  let digest = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < 2_000; round += 1) {
    digest = createHash('sha256').update(digest).digest();
  }
  const passwordHash = `$sha256i$r=2000$${salt.toString('base64')}$${digest.toString('base64')}`;
  const row = { subject: id, email, language: 'en', passwordHash } as const;
  const passwordSetAt = '2020-01-01T00:00:00Z';
  await operator.ask('import-credentials', { rows: [{ ...row, passwordSetAt }] });
  const [here, elsewhere] = [await session(id), await session(id)];
  const signedIn: SignedIn = {
    customer: { ...person, restricted: false },
    session: here,
    unread: 0,
  };
  return { id, signedIn, here: here.id, elsewhere: elsewhere.id };
}

async function session(customerId: string) {
  const [id, at] = [randomUUID(), new Date()];
  const tokenHash = new Uint8Array(createHash('sha256').update(id).digest());
  const row = {
    id,
    tokenHash,
    customerId,
    secondFactor: false,
    enrolmentRequired: false,
    ...source,
  };
  await db.session.create({ data: { ...row, startedAt: at, lastUsedAt: at } });
  return { id, startedAt: at, secondFactor: false, enrolmentRequired: false };
}

/** @param secondsAgo whose code confirms it: by that of the step before, the code of now is not used up. */
async function enrol({ signedIn }: Awaited<ReturnType<typeof customer>>, secondsAgo = 0) {
  expect(await beginAuthenticator(signedIn, password, source)).toBe('yes');
  const key = (await enrolmentCookie.get())?.key ?? '';
  const confirmed = await confirmAuthenticator(
    signedIn,
    totpCode(key, Date.now() - secondsAgo * 1_000),
    source,
  );
  if (confirmed.verdict !== 'yes') throw new Error('not enrolled');
  return { key, recoveryCodes: confirmed.recoveryCodes ?? [] };
}

const isOpen = async (id: string) =>
  (await db.session.findUnique({ where: { id } }))?.endedAt === null;
const isProven = async (id: string) =>
  (await db.session.findUnique({ where: { id } }))?.secondFactor;

async function history(customerId: string) {
  const rows = await db.activity.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  return rows.map((row) => `${row.kind} ${row.outcome}`);
}

describe('a changed password', () => {
  const next = 'seven drifting lamps at sea';

  test('ends the other sessions and tells the customer', async () => {
    const ada = await customer();
    const verdict = await changePassword(ada.signedIn, { current: password, next }, false, source);
    expect(verdict).toEqual({ verdict: 'yes', settled: true });
    expect([await isOpen(ada.here), await isOpen(ada.elsewhere)]).toEqual([true, false]);
    expect(await history(ada.id)).toEqual(['session-ended yes', 'password-changed yes']);
    expect(await notices(ada.id)).toEqual(['password-changed']);
  });

  test('leaves them open where the customer asks for it', async () => {
    const ada = await customer();
    await changePassword(ada.signedIn, { current: password, next }, true, source);
    expect(await isOpen(ada.elsewhere)).toBe(true);
    expect(await history(ada.id)).toEqual(['password-changed yes']);
  });

  test('takes the current one: a wrong one is recorded, ends nothing and mails nothing', async () => {
    const ada = await customer();
    const verdict = await changePassword(ada.signedIn, { current: 'wrong', next }, false, source);
    expect(verdict).toEqual({ verdict: 'no' });
    expect(await isOpen(ada.elsewhere)).toBe(true);
    expect(await history(ada.id)).toEqual(['password-changed no']);
    expect(await notices(ada.id)).toEqual([]);
  });

  test.each([
    ['short', 'too-short'],
    ['x'.repeat(3_000), 'too-long'],
  ])('is refused with the reason when it is %.10s…', async (poor, because) => {
    const ada = await customer();
    const passwords = { current: password, next: poor };
    const verdict = await changePassword(ada.signedIn, passwords, false, source);
    expect(verdict).toEqual({ verdict: 'refused', because });
    expect(await isOpen(ada.elsewhere)).toBe(true);
  });
});

describe('an authenticator', () => {
  test('is begun only with the password', async () => {
    const ada = await customer();
    jar.clear();
    expect(await beginAuthenticator(ada.signedIn, 'wrong', source)).toBe('no');
    expect(jar.size).toBe(0);
  });

  test('keeps its key in a sealed cookie that does not show it', async () => {
    const ada = await customer();
    await beginAuthenticator(ada.signedIn, password, source);
    const kept = await enrolmentCookie.get();
    expect(kept?.sessionId).toBe(ada.here);
    expect([...jar.values()].join()).not.toContain(kept?.key);
  });

  test('once confirmed, counts for the session that confirmed it and no other', async () => {
    const ada = await customer();
    await enrol(ada);
    expect([await isProven(ada.here), await isProven(ada.elsewhere)]).toEqual([true, false]);
    expect(await history(ada.id)).toEqual(['authenticator-added yes']);
    expect(await notices(ada.id)).toEqual(['authenticator-added']);
  });

  test('is not confirmed by a wrong code, and that is recorded', async () => {
    const ada = await customer();
    await beginAuthenticator(ada.signedIn, password, source);
    const right = totpCode((await enrolmentCookie.get())?.key ?? '');
    const wrong = right.startsWith('0') ? `1${right.slice(1)}` : `0${right.slice(1)}`;
    expect(await confirmAuthenticator(ada.signedIn, wrong, source)).toEqual({ verdict: 'no' });
    expect(await isProven(ada.here)).toBe(false);
    expect(await history(ada.id)).toEqual(['authenticator-added no']);
  });

  test('once removed, proves no session any more; it takes both factors', async () => {
    const ada = await customer();
    const { recoveryCodes } = await enrol(ada);
    const [code = ''] = recoveryCodes;
    const proof = { password, method: 'recovery-code', code } as const;
    const half = { ...proof, password: 'wrong' };
    expect(await removeAuthenticator(ada.signedIn, half, source)).toEqual({ verdict: 'no' });
    expect(await isProven(ada.here)).toBe(true);
    expect(await removeAuthenticator(ada.signedIn, proof, source)).toEqual({
      verdict: 'yes',
      left: false,
    });
    expect(await isProven(ada.here)).toBe(false);
    expect((await history(ada.id)).slice(1)).toEqual([
      'authenticator-removed no',
      'authenticator-removed yes',
    ]);
    expect(await notices(ada.id)).toEqual(['authenticator-added', 'authenticator-removed']);
  });
});

test('recovery codes are not replaced with the code that confirmed the authenticator', async () => {
  const ada = await customer();
  const { key } = await enrol(ada);
  const verdict = await replaceRecoveryCodes(
    ada.signedIn,
    { password, method: 'totp', code: totpCode(key) },
    source,
  );
  expect(verdict).toEqual({ verdict: 'no' });
  expect((await history(ada.id)).at(-1)).toBe('recovery-codes-replaced no');
});

describe('a factor that a form asks for', () => {
  const isFresh = (id: string) => renewProof(db, id);

  test('is a proof in the session that gave it, and what proved others counts no more', async () => {
    const ada = await customer();
    await recordProof(db, ada.elsewhere);
    expect(await beginAuthenticator(ada.signedIn, password, source)).toBe('yes');
    expect([await isFresh(ada.here), await isFresh(ada.elsewhere)]).toEqual([true, true]);
    const key = (await enrolmentCookie.get())?.key ?? '';
    await confirmAuthenticator(ada.signedIn, totpCode(key), source);
    expect([await isFresh(ada.here), await isFresh(ada.elsewhere)]).toEqual([true, false]);
  });

  test('proves nothing where it was wrong', async () => {
    const ada = await customer();
    expect(await beginAuthenticator(ada.signedIn, 'wrong', source)).toBe('no');
    const next = 'seven drifting lamps at sea';
    await changePassword(ada.signedIn, { current: 'wrong', next }, false, source);
    expect(await isFresh(ada.here)).toBe(false);
  });

  test('is no proof by the password alone where there is a second factor', async () => {
    const ada = await customer();
    await enrol(ada);
    await db.session.updateMany({ data: { provedAt: null, proofUsedAt: null } });
    const passwords = { current: password, next: 'seven drifting lamps at sea' };
    const verdict = await changePassword(ada.signedIn, passwords, true, source);
    expect(verdict).toMatchObject({ verdict: 'yes' });
    expect(await isFresh(ada.here)).toBe(false);
  });
});

describe('confirming who one is', () => {
  test('proves the session at hand and no other, and stands in the history', async () => {
    const ada = await customer();
    const proof = { method: 'password', password } as const;
    expect(await stepUp(ada.signedIn, { ...proof, password: 'wrong' }, source)).toBe('no');
    expect(await renewProof(db, ada.here)).toBe(false);
    expect(await stepUp(ada.signedIn, proof, source)).toBe('yes');
    expect([await renewProof(db, ada.here), await renewProof(db, ada.elsewhere)]).toEqual([
      true,
      false,
    ]);
    expect(await history(ada.id)).toEqual(['step-up no', 'step-up yes']);
  });

  test('takes the second factor where there is one; a recovery code used for it is told of', async () => {
    const ada = await customer();
    const { recoveryCodes } = await enrol(ada);
    expect(await stepUp(ada.signedIn, { method: 'password', password }, source)).toBe('no');
    const proof = { method: 'recovery-code', code: recoveryCodes[0] ?? '' } as const;
    expect(await stepUp(ada.signedIn, proof, source)).toBe('yes');
    expect(await stepUp(ada.signedIn, proof, source)).toBe('no');
    expect(await history(ada.id)).toEqual([
      'authenticator-added yes',
      'step-up no',
      'step-up yes',
      'recovery-code-used yes',
      'step-up no',
    ]);
    expect(await notices(ada.id)).toEqual(['authenticator-added', 'recovery-code-used']);
  });

  test('gives nothing to a session that has ended meanwhile', async () => {
    const ada = await customer();
    await db.session.update({ where: { id: ada.here }, data: { endedAt: new Date() } });
    expect(await stepUp(ada.signedIn, { method: 'password', password }, source)).toBe('no');
  });
});

test('a password that was wrong where a factor would be added stands in the history, and what cannot be one does not', async () => {
  const ada = await customer();
  const shown = { name: 'Key', password: 'wrong', factor: null };
  expect(await beginPasskey(ada.signedIn, shown, source)).toBe('no');
  expect(await beginAuthenticator(ada.signedIn, 'wrong', source)).toBe('no');
  expect(await beginPasskey(ada.signedIn, { ...shown, password: '' }, source)).toBe('no');
  expect(await beginPasskey(ada.signedIn, { ...shown, password }, source)).toHaveProperty(
    'challenge',
  );
  expect(await history(ada.id)).toEqual(['passkey-added no', 'authenticator-added no']);
});

test('recovery codes replaced by proof of both factors are told of, and refused ones are not', async () => {
  const ada = await customer();
  const { key } = await enrol(ada, 30);
  const replace = (code: string) =>
    replaceRecoveryCodes(ada.signedIn, { password, method: 'totp', code }, source);
  expect(await replace('000')).toEqual({ verdict: 'no' });
  expect(await notices(ada.id)).toEqual(['authenticator-added']);
  expect(await replace(totpCode(key))).toMatchObject({ verdict: 'yes' });
  expect(await notices(ada.id)).toEqual(['authenticator-added', 'recovery-codes-replaced']);
});
