import { verbs } from '../../lib/auth/contract.ts';

/** Most characters of a reason, as the auth service counts them. */
export const reasonMax = 2_000;

const shape = verbs['start-reset'].request.shape.reason;

/**
 * A reason as it will be kept and shown: lines ended alike, and without what PostgreSQL and mail cannot
 * hold.
 *
 * @returns what is wrong with it, where something is.
 */
export function readReason(
  typed: string,
): { reason: string } | { wrong: 'reason' | 'reasonLong'; reason: string } {
  const reason = typed.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trim();
  if (!reason) return { wrong: 'reason', reason };
  return shape.safeParse(reason).success ? { reason } : { wrong: 'reasonLong', reason };
}
