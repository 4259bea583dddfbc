import type { z } from 'zod';
import { accountsVerbs } from './contract/accounts.ts';
import { emailVerbs } from './contract/email.ts';
import { factorsVerbs } from './contract/factors.ts';
import { keysVerbs } from './contract/keys.ts';
import { linksVerbs } from './contract/links.ts';
import { passkeysVerbs } from './contract/passkeys.ts';
import { passwordsVerbs } from './contract/passwords.ts';
import { resetsVerbs } from './contract/resets.ts';
import { signInVerbs } from './contract/sign-in.ts';
import { staffVerbs } from './contract/staff.ts';

export { accountMembersMax, memberRole } from './contract/accounts.ts';
export { type EmailSide, emailSide } from './contract/email.ts';
export { passkeyAttestation, passkeyNameMaxLength, passkeysMax } from './contract/passkeys.ts';
export { importBatchMax } from './contract/passwords.ts';
export {
  type ResetRule,
  resetListMax,
  resetNamedMax,
  resetRule,
  resetStepsMax,
} from './contract/resets.ts';
export { describedMax, mailsListedMax } from './contract/staff.ts';
export {
  contextMaxLength,
  email,
  type PasswordContext,
  type PasswordRefusal,
  type PasswordWeakness,
  passkeyAssertion,
  passwordMaxLength,
  passwordMinLength,
  passwordWeakness,
  type SecondFactorMethod,
  type Source,
  secondFactorMethod,
  signInMethod,
  staffRole,
} from './contract/values.ts';

/**
 * What applications may ask the auth service, and all it may answer: each verb with what it takes and the only answers
 * it may give. Pure: both sides share this file with its folder, and nothing else. No verdict carries a password, a
 * hash, a TOTP key or a token that was stored, with four exceptions at the moment of creation: a TOTP key, recovery
 * codes, a grant or challenge, and the token of a link that locks an account.
 */
export const verbs = {
  ...signInVerbs,
  ...passkeysVerbs,
  ...passwordsVerbs,
  ...factorsVerbs,
  ...accountsVerbs,
  ...staffVerbs,
  ...resetsVerbs,
  ...keysVerbs,
  ...linksVerbs,
  ...emailVerbs,
} as const;

export type Verb = keyof typeof verbs;
/** What a caller sends: before normalisation. */
export type RequestOf<V extends Verb> = z.input<(typeof verbs)[V]['request']>;
export type VerdictOf<V extends Verb> = z.output<(typeof verbs)[V]['verdict']>;

/** Header that names the caller; `authorization: Bearer` carries its key. */
export const callerHeader = 'x-bulkhead-caller';
/** Header that ties one request together across processes' logs. */
export const requestIdHeader = 'x-bulkhead-request';
/** Header with the sender's time, on questions and answers alike: ISO 8601 in UTC, with milliseconds. */
export const timeHeader = 'x-bulkhead-time';
/** Furthest that the clocks of who asks and who answers may be apart. */
const clocksApartMaxMs = 600_000;

/** Whether two clocks agree well enough to decide by. A time that is missing or malformed agrees with none. */
export function clocksAgree(said: string | string[] | undefined, now: Date): boolean {
  const time = typeof said === 'string' ? new Date(said) : new Date(Number.NaN);
  // Only one spelling is taken: not every text that a Date can be made of is a time.
  if (Number.isNaN(time.getTime()) || time.toISOString() !== said) return false;
  return Math.abs(time.getTime() - now.getTime()) <= clocksApartMaxMs;
}

/** Largest request or reply body, bytes. */
export const bodyMaxBytes = 1_048_576;
