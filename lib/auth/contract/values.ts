import { z } from 'zod';

// What several topics of the contract are made of.

/** Longest email accepted (RFC 5321 4.5.3.1.3 less the brackets). */
export const emailMaxLength = 254;
/** Longest password accepted, in code points after NFC; refused before any hashing. */
export const passwordMaxLength = 256;
/** Shortest password accepted, in code points, without and with a second factor (NIST SP 800-63B-4 3.1.1.2). */
export const passwordMinLength = { alone: 15, withSecondFactor: 8 };
/** Longest word of a customer's context that is passed along with a new password. */
export const contextMaxLength = 200;

/** Emails are compared in lower case; no mailbox in practice differs by case alone. */
export const email = z
  .string()
  .max(emailMaxLength)
  .regex(/^[^\s@\p{Cc}]+@[^\s@.\p{Cc}]+(\.[^\s@.\p{Cc}]+)+$/u)
  .transform((value) => value.normalize('NFC').toLowerCase());
// Refused by length, in UTF-16 units, before it is normalised: that takes time by the square of the
// length of a run of combining marks, and zod would go on to the refinement all the same.
export const password = z
  .string()
  .min(1)
  .max(passwordMaxLength * 4, { abort: true })
  .refine(
    (value) => value.isWellFormed() && [...value.normalize('NFC')].length <= passwordMaxLength,
  );
export const code = z.string().min(1).max(64);
export const subject = z.uuid();
export const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const language = z.enum(['en', 'fr']);
/** What a member of staff is. Somebody without one is a customer. */
export const staffRole = z.enum(['support', 'security', 'auditor']);
// Mails and lists repeat it: no room for a sentence, an address or a link of somebody else's.
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 +-]{0,39}$/);
/** What the asking device calls itself and where it is, each of a closed set. It decides nothing. */
const surroundings = z.object({
  browser: name.optional(),
  system: name.optional(),
  place: z.union([z.enum(['local', 'unknown']), z.string().regex(/^[A-Z]{2}$/)]),
});
/** Who is asking, as the application saw them: the address decides throttling and is journalled. */
export const source = z.object({
  address: z.union([z.ipv4(), z.ipv6()]),
  /** Of the device, from an earlier yes. One that is none of ours is as good as none. */
  device: z.string().max(256).optional(),
  surroundings: surroundings.optional(),
});
export type Source = z.infer<typeof source>;
export const device = z.string().regex(/^[\w-]{22}\.[\w-]{43}$/);
export const no = z.object({ verdict: z.literal('no') });
export const yes = z.object({ verdict: z.literal('yes') });

/** Why a new password is refused. Told only to somebody entitled to set one. */
export const passwordRefusal = z.object({
  because: z.enum(['too-short', 'too-long', 'same', 'common', 'breached', 'context', 'guessable']),
  /** Of `context`: whose word it is mostly made of. */
  word: z.enum(['name', 'email', 'company', 'product']).optional(),
});
export type PasswordRefusal = z.infer<typeof passwordRefusal>;
export const refused = passwordRefusal.extend({ verdict: z.literal('refused') });
/** What is known against a password in force, judged when it was last typed. */
export const passwordWeakness = z.enum(['breached', 'common', 'context', 'guessable', 'too-short']);
export type PasswordWeakness = z.infer<typeof passwordWeakness>;
/** Words that a guesser knows about the customer and that the service does not; it adds email and product. */
export const context = z.object({
  name: z.string().max(contextMaxLength).optional(),
  company: z.string().max(contextMaxLength).optional(),
});
export type PasswordContext = z.infer<typeof context>;
/** By what a second factor is proven. */
export const secondFactorMethod = z.enum(['totp', 'recovery-code', 'passkey']);
export type SecondFactorMethod = z.output<typeof secondFactorMethod>;
/** By what somebody signed in. A mailed code comes on top of the password, and is no second factor. */
export const signInMethod = z.enum(['password', 'mailed-code', ...secondFactorMethod.options]);
export const recoveryCodes = z.array(z.string()).length(10);
export const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/);
const credentialId = base64url(1_400);
export const signed = z.object({ id: credentialId, type: z.literal('public-key') });
/** What an authenticator signed, as the browser passes it on (WebAuthn 3, 5.1). What is not named here is dropped. */
export const passkeyAssertion = signed.extend({
  response: z.object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(2_000),
    signature: base64url(2_000),
    userHandle: base64url(100).optional(),
  }),
});
/** Of `passkey`, what was signed and for which challenge; of the others, what was typed. */
export const shown = z.union([code, z.object({ flow: token, assertion: passkeyAssertion })]);
export const resetRequired = z.object({
  verdict: z.literal('reset-required'),
  because: z.enum([
    'reset',
    'authenticator-void',
    'second-factor-disabled',
    'mailed-code-disabled',
    'weak-password',
  ]),
  /** In words of the company’s own; empty where there are none. */
  reason: z.string(),
  /** What is wrong with a weak password. */
  weakness: passwordWeakness.optional(),
});
