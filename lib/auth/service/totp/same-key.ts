import { timingSafeEqual } from 'node:crypto';
import type { Service, Transaction } from '../service.ts';
import type { SealedTotp } from '../subjects/read-subject.ts';
import { openTotpKey } from './totp-key.ts';

/**
 * The row that still holds the key a code was matched against. A rotation may have sealed the key anew
 * meanwhile, which changes the bytes and not the key. Call with the subject locked.
 *
 * @param key the key that was matched. Secret.
 * @returns null when another key was enrolled, or none is left.
 */
export async function findSameKey(
  service: Service,
  tx: Transaction,
  totp: SealedTotp,
  key: Buffer,
): Promise<SealedTotp | null> {
  const { subjectId, state } = totp;
  const row = await tx.totp.findUnique({ where: { subjectId_state: { subjectId, state } } });
  if (!row || Buffer.compare(row.keySealed, totp.keySealed) === 0) return row;
  const now = openTotpKey(service, service.keys, row);
  return now && now.length === key.length && timingSafeEqual(now, key) ? row : null;
}
