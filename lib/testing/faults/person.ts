import { createHash, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { totpCode } from '../totp-code.ts';
import type { Bulkhead } from './bulkhead.ts';

export const oldPassword = 'amber-timber-quartz-amber';
export const newPassword = 'saddle-garnet-jasper-anchor';
export const wrongPassword = 'never-anybody-was-given-this';

export interface Person {
  subject: string;
  email: string;
  source: { address: string };
  /** Base32. */
  key: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
let people = 0;

/** A customer taken over from an older system, with {@link oldPassword} and, where asked, an authenticator. */
export async function takeOver(
  bulkhead: Pick<Bulkhead, 'operator'>,
  secondFactor: boolean,
): Promise<Person> {
  const subject = randomUUID();
  const key = [...randomBytes(32)].map((byte) => alphabet[byte & 31]).join('');
  const digest = pbkdf2Sync(oldPassword, 'salt', 1_000, 32, 'sha256').toString('base64');
  people++;
  const person: Person = {
    subject,
    email: `${subject}@example.com`,
    source: { address: `198.18.${people >> 8}.${people & 255}` },
    key,
  };
  const answer = await bulkhead.operator.ask('import-credentials', {
    rows: [
      {
        subject,
        email: person.email,
        language: 'en',
        passwordHash: `pbkdf2_sha256$1000$salt$${digest}`,
        passwordSetAt: '2024-01-01T00:00:00Z',
        ...(secondFactor && { totpKey: key }),
      },
    ],
  });
  if (answer.verdict !== 'yes' || answer.results[0]?.result !== 'imported') {
    throw new Error('the customer was not taken over');
  }
  return person;
}

export function verify(bulkhead: Bulkhead, person: Person, password: string) {
  const { email, source } = person;
  return bulkhead.manager.ask('verify-password', { email, password, source });
}

/** Whether the password is right: with a second factor, it opens a challenge. */
export async function opens(bulkhead: Bulkhead, person: Person, password: string) {
  const { verdict } = await verify(bulkhead, person, password);
  if (verdict === 'unavailable') throw new Error('the service does not answer after the fault');
  return verdict === 'yes' || verdict === 'second-factor';
}

export async function challengeOf(bulkhead: Bulkhead, person: Person): Promise<string> {
  const answer = await verify(bulkhead, person, oldPassword);
  if (answer.verdict !== 'second-factor') throw new Error(`no challenge: ${answer.verdict}`);
  return answer.challenge;
}

export async function grantOf(bulkhead: Bulkhead, person: Person): Promise<string> {
  const answer = await verify(bulkhead, person, oldPassword);
  if (answer.verdict !== 'yes') throw new Error(`no grant: ${answer.verdict}`);
  return answer.grant;
}

/** A reset link as if it had been mailed: the mail itself is no part of what is tried here. */
export async function linkOf(bulkhead: Bulkhead, person: Person): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await bulkhead.sql(
    `INSERT INTO link (token_hash, subject_id, purpose, created_at, expires_at)
     VALUES ($1, $2, 'reset', now(), now() + interval '20 minutes')`,
    [createHash('sha256').update(token).digest(), person.subject],
  );
  return token;
}

export function codeOf(person: Person, stepsAgo = 0): string {
  return totpCode(person.key, Date.now() - stepsAgo * 30_000);
}

/** One of ten fresh recovery codes. Uses up the code of the step before this one. */
export async function recoveryCodeOf(bulkhead: Bulkhead, person: Person): Promise<string> {
  // At the end of a step the code would be two steps old by the time it is judged.
  while (Date.now() % 30_000 > 25_000) await wait(100);
  const answer = await bulkhead.manager.ask('replace-recovery-codes', {
    subject: person.subject,
    password: oldPassword,
    code: codeOf(person, 1),
    source: person.source,
  });
  if (answer.verdict !== 'yes') throw new Error(`no recovery codes: ${answer.verdict}`);
  return answer.recoveryCodes[0] ?? '';
}
