import { type NoticeName, notices } from '../mail/templates.ts';

/**
 * Kinds that a customer may want no mail of; the database refuses every other. A kind that is added is a security
 * kind, mailed whatever its customer chose, until it stands here and in the bound of `unwanted_mail`.
 */
export const optionalKinds = [
  'failed-sign-ins-digest',
  'recovery-codes-low',
  'second-factor-missing',
  'sessions-ended',
] as const satisfies NoticeName[];
export type OptionalKind = (typeof optionalKinds)[number];

/** Kinds that nobody can make happen without the password, a mailed link or a session: all that are not named here. */
const provoked: NoticeName[] = ['failed-sign-ins', 'new-sign-in', 'sessions-ended'];
const reminding: NoticeName[] = ['recovery-codes-low', 'second-factor-missing'];
const digests: NoticeName[] = ['failed-sign-ins-digest', 'notices-held-back'];

/**
 * Most mails to one customer in any hour, by what may cause them. Apart, so that no flood of the first crowds out the
 * word that a password was changed. Three: who reads three in an hour is not helped by a fourth, and a mailbox that is
 * flooded is one in which the mail that matters is not seen. Six: an owner who sets an account up anew in one sitting.
 */
export const mailsPerHour = { provoked: 3, change: 6, digest: 2 } as const;

/** Under which bound a kind's mails are counted, with every kind that is counted there. */
export function boundOf(kind: NoticeName): { most: number; kinds: NoticeName[] } {
  const stirred = [...provoked, ...reminding];
  if (stirred.includes(kind)) return { most: mailsPerHour.provoked, kinds: stirred };
  if (digests.includes(kind)) return { most: mailsPerHour.digest, kinds: digests };
  const others = notices.filter((name) => !stirred.includes(name) && !digests.includes(name));
  return { most: mailsPerHour.change, kinds: others };
}

/** Whether mail of a kind can be turned off. */
export function isOptional(kind: string): kind is OptionalKind {
  return (optionalKinds as readonly string[]).includes(kind);
}
