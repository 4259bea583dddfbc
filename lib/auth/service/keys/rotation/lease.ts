import type { KeyRotation } from '../../../../../prisma/auth/client/client.ts';
import type { Service, Transaction } from '../../service.ts';
import type { KeyKind } from '../key-ring.ts';

export interface Rotation extends KeyRotation {
  kind: KeyKind;
  state: 'begun' | 'made' | 'promoted' | 'proven' | 'done';
}

const leaseSeconds = 15;

/**
 * Takes or renews the right to drive a rotation, until this transaction's work is long done. By the
 * database's clock, so that replicas agree. Everything driven is safe twice; the lease saves work.
 *
 * @returns the rotation as it is now; null when another replica drives it, or it is done.
 */
export async function takeLease(
  { replica }: Pick<Service, 'replica'>,
  tx: Transaction,
  id: string,
): Promise<Rotation | null> {
  const taken = await tx.$executeRaw`
    UPDATE key_rotation SET leased_by = ${replica}::uuid,
      leased_until = clock_timestamp() + ${leaseSeconds}::int * interval '1 second'
    WHERE id = ${id}::uuid AND state <> 'done'
      AND (leased_by = ${replica}::uuid OR leased_until IS NULL OR leased_until < clock_timestamp())`;
  return taken === 1 ? ((await tx.keyRotation.findUnique({ where: { id } })) as Rotation) : null;
}

/** Lets nobody drive the rotation for a minute. */
export async function rest(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE key_rotation SET leased_by = NULL, leased_until = clock_timestamp() + interval '1 minute'
    WHERE id = ${id}::uuid`;
}
