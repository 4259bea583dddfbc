import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { canaryWord } from '../../../testing/canaries.ts';
import { totpCode } from '../../../testing/totp-code.ts';
import type { CanaryRun } from './canary-run.ts';

export const home = { address: '198.51.100.7' };
let networks = 0;
export const freshSource = () => ({ address: `192.0.2.${networks++ & 255}` });

/** Somebody of the run, with what the later flows need of them. Filled in by {@link useEveryCredential}. */
export const people = {
  staff: { id: randomUUID(), email: 'staff@example.com', password: '', codes: [] as string[] },
  customer: { id: randomUUID(), email: 'customer@example.com', password: '' },
};

export function passwordOf(run: CanaryRun, whose: string): string {
  return run.canaries.add(`password, ${whose}`, canaryWord());
}

/** Every credential there is, right and wrong, through every verb that takes or gives one. */
export async function useEveryCredential(run: CanaryRun): Promise<void> {
  for (const { email } of Object.values(people)) {
    run.canaries.add('an email', email, { inParts: false });
  }
  await setUpStaff(run);
  await inviteCustomer(run);
  await changeEmail(run);
  await signInByMailedCode(run);
  await signIn(run);
  await importLegacy(run);
  await rotateKeys(run);
  await run.noteStored();
}

async function setUpStaff(run: CanaryRun) {
  const { ask, canaries } = run;
  const { id: subject, email } = people.staff;
  const token = canaries.add('token of the set-up', randomBytes(32).toString('base64url'));
  const tokenHash = createHash('sha256').update(token).digest('hex');
  canaries.add('hash of the set-up token', tokenHash);
  await ask('open-setup', { tokenHash }, 'operator');
  const password = passwordOf(run, 'of staff');
  people.staff.password = password;
  const setUp = { token, subject, email, language: 'en', source: home } as const;
  const short = canaries.add('password too short', canaryWord(9));
  expect(await ask('complete-setup', { ...setUp, password: short })).toMatchObject({
    verdict: 'refused',
  });
  expect(await ask('complete-setup', { ...setUp, password })).toEqual({ verdict: 'yes' });
  const wrong = passwordOf(run, 'wrong, at an enrolment');
  await ask('begin-totp', { subject, password: wrong, source: home });
  const begun = await ask('begin-totp', { subject, password, source: home });
  const key = canaries.add('a TOTP key', String(begun.key));
  const confirm = (code: string) => ask('confirm-totp', { subject, code, source: home });
  await confirm(canaries.add('a wrong code', canaryWord(12)));
  const code = canaries.add('a code', totpCode(key));
  const { recoveryCodes } = await confirm(code);
  people.staff.codes = (recoveryCodes as string[]).map((one) =>
    canaries.add('a recovery code', one),
  );
  for (const one of people.staff.codes) canaries.add('a recovery code', one.replaceAll('-', ''));
  await run.noteStored();
}

async function inviteCustomer(run: CanaryRun) {
  const { ask } = run;
  const { id: subject, email } = people.customer;
  await ask('invite', { subject, email, language: 'fr', staff: people.staff.id });
  const token = await run.mailedToken(email);
  await ask('inspect-link', { token, source: home });
  people.customer.password = passwordOf(run, 'of a customer');
  const complete = (password: string) => ask('complete-link', { token, password, source: home });
  expect(await complete(run.canaries.add('password too short', canaryWord(8)))).toMatchObject({
    verdict: 'refused',
  });
  expect(await complete(people.customer.password)).toMatchObject({ verdict: 'yes' });
  // Used up: what is sent with it now is worth nothing, and no less secret.
  expect(await complete(passwordOf(run, 'with a used link'))).toEqual({ verdict: 'no' });
}

async function changeEmail(run: CanaryRun) {
  const { ask, canaries } = run;
  const subject = randomUUID();
  const [before, after] = ['mover@example.com', 'moved@example.com'].map((email) =>
    canaries.add('an email', email, { inParts: false }),
  ) as [string, string];
  await ask('invite', { subject, email: before, language: 'en', staff: people.staff.id });
  const token = await run.mailedToken(before);
  const password = passwordOf(run, 'of somebody who moves');
  await ask('complete-link', { token, password, source: freshSource() });
  const asked = { subject, email: after, askedIn: randomUUID(), source: home };
  const wrong = passwordOf(run, 'wrong, at a change of address');
  expect(await ask('request-email-change', { ...asked, password: wrong })).toEqual({
    verdict: 'no',
  });
  expect(await ask('request-email-change', { ...asked, password })).toMatchObject({
    verdict: 'yes',
  });
  for (const [side, to] of [
    ['new', after],
    ['old', before],
  ] as const) {
    const link = { token: await run.mailedToken(to, side === 'old' ? 1 : 0), source: home };
    await ask('inspect-email-change', link);
    expect(await ask('confirm-email-change', { ...link, side })).toMatchObject({ verdict: 'yes' });
    await run.noteStored();
  }
  const offer = { token: await run.mailedToken(before, 2), source: home };
  expect(await ask('inspect-disowning', offer)).toMatchObject({ restores: true });
}

async function signIn(run: CanaryRun) {
  const { ask, canaries } = run;
  const { staff, customer } = people;
  for (let attempt = 0; attempt < 12; attempt++) {
    const password = passwordOf(run, 'wrong');
    await ask('verify-password', { email: customer.email, password, source: freshSource() });
  }
  const question = { email: customer.email, password: customer.password, source: home };
  const grant = canaries.add('a grant', String((await ask('verify-password', question)).grant));
  for (const verdict of ['yes', 'no']) {
    expect(await ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({ verdict });
  }
  const next = passwordOf(run, 'of a customer, the next');
  const change = (current: string) =>
    ask('change-password', { subject: customer.id, current, next, source: home });
  await change(passwordOf(run, 'wrong, at a change'));
  expect(await change(customer.password)).toEqual({ verdict: 'yes' });
  customer.password = next;

  const first = await ask('verify-password', { ...staff, source: home });
  const challenge = canaries.add('a challenge', String(first.challenge));
  const factor = (method: 'totp' | 'recovery-code', code: string) =>
    ask('verify-second-factor', { challenge, method, code, source: home });
  expect(await factor('totp', canaries.add('a wrong code', '918273'))).toMatchObject({
    verdict: 'no',
  });
  await factor('recovery-code', canaries.add('a wrong recovery code', 'ab2d-ef4h-jk6m-np8q'));
  const second = await factor('recovery-code', String(staff.codes[0]));
  canaries.add('a grant', String(second.grant));
  await run.noteStored();

  await ask('request-link', { email: staff.email, source: home });
  const token = await run.mailedToken(staff.email);
  const password = passwordOf(run, 'of staff, by a link');
  const complete = (code: string) =>
    ask('complete-link', { token, password, method: 'recovery-code', code, source: home });
  expect(await complete('zz2d-ef4h-jk6m-np8q')).toEqual({ verdict: 'wrong-code' });
  expect(await complete(String(staff.codes[1]))).toMatchObject({ verdict: 'yes' });
  staff.password = password;
  await ask('replace-recovery-codes', {
    subject: staff.id,
    password,
    code: '918273',
    source: home,
  });
  const resetCode = canaries.add('a code, for a reset of everyone', '645312');
  await ask('start-reset', {
    reset: randomUUID(),
    scope: { kind: 'all', code: resetCode },
    reason: 'A list was found.',
    staff: staff.id,
    source: home,
  });
  await ask('change-staff-role', {
    change: randomUUID(),
    subject: customer.id,
    role: 'security',
    code: canaries.add('a code, for a change of role', '384915'),
    staff: staff.id,
    source: home,
  });
}

async function signInByMailedCode(run: CanaryRun) {
  const { ask, canaries } = run;
  const { customer } = people;
  const source = freshSource();
  const first = await ask('verify-password', { ...customer, source });
  const challenge = canaries.add('a challenge', String(first.challenge));
  const answer = (code: string) => ask('verify-mailed-code', { challenge, code, source });
  const older = await run.mailedCode(customer.email, 0);
  await answer(canaries.add('a wrong code', '90817263'));
  expect(await ask('send-mailed-code', { challenge, source })).toEqual({ verdict: 'yes' });
  const newer = await run.mailedCode(customer.email, 1);
  await run.noteStored();
  expect(await answer(older)).toEqual({ verdict: 'no', challenge: 'open' });
  const { grant } = await answer(newer);
  canaries.add('a grant', String(grant));
}

async function importLegacy(run: CanaryRun) {
  const { ask, canaries } = run;
  const password = passwordOf(run, 'of an older system');
  const salt = randomBytes(16);
  let digest = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < 1_000; round++) digest = createHash('sha256').update(digest).digest();
  canaries.add('digest of an older system', digest);
  const good = `$sha256i$r=1000$${salt.toString('base64')}$${digest.toString('base64')}`;
  const key = [...randomBytes(32)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte & 31]);
  const totpKey = canaries.add('a TOTP key of an older system', key.join(''));
  const row = (values: { passwordHash: string; totpKey?: string }) => {
    const subject = randomUUID();
    const email = `${subject}@example.com`;
    return {
      subject,
      email,
      language: 'en',
      passwordSetAt: '2015-06-22T00:00:00Z',
      ...values,
    } as const;
  };
  const bad = () => canaries.add('a hash that is none', canaryWord(43));
  const rows = [
    row({ passwordHash: good, totpKey }),
    row({ passwordHash: good }),
    row({ passwordHash: bad() }),
    row({ passwordHash: `$5$rounds=8000$salt$${bad()}x` }),
    row({ passwordHash: `$5$rounds=999999999$salt$${bad()}` }),
    row({
      passwordHash: good,
      totpKey: canaries.add('a TOTP key that is none', `${canaryWord()}!`),
    }),
  ];
  await ask('import-credentials', { rows }, 'operator');
  await run.noteStored();
  const verify = (at: number, typed: string) =>
    ask('verify-password', { email: rows[at]?.email ?? '', password: typed, source: home });
  const { challenge } = await verify(0, password);
  canaries.add('a challenge', String(challenge));
  const code = canaries.add('a code', totpCode(totpKey));
  const question = { challenge: String(challenge), method: 'totp', code, source: home } as const;
  expect(await ask('verify-second-factor', question)).toMatchObject({ verdict: 'yes' });
  expect(await verify(1, passwordOf(run, 'wrong, of an older system'))).toEqual({ verdict: 'no' });
  expect(await verify(1, password)).toMatchObject({ verdict: 'mailed-code' });
  await ask('wrap-legacy-hashes', { action: 'start', rowsPerSecond: 10 }, 'operator');
}

async function rotateKeys(run: CanaryRun) {
  for (const kind of ['key-encryption', 'pepper'] as const) {
    await run.noteStored();
    expect(await run.ask('rotate-keys', { kind }, 'operator')).toMatchObject({ verdict: 'yes' });
  }
  const promoted = `SELECT count(*)::int AS n FROM key_version WHERE version = 2 AND state = 'current'`;
  while ((await run.sql<{ n: number }>(promoted))[0]?.n !== 2);
}
