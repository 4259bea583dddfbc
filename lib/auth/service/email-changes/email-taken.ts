import type { Transaction } from '../service.ts';

/** Any number, other than those of the set-up, of cutoffs and of keys. */
const seed = 7_317_004;

/**
 * Makes those follow one another who take an address or leave it, until the transaction ends. Lock subjects and hold the
 * keys first. Whoever locks two takes them in the order of their bytes.
 */
export async function lockEmail(tx: Transaction, lookup: Uint8Array): Promise<void> {
  const hex = Buffer.from(lookup).toString('hex');
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${hex}, ${seed}::bigint))`;
}

/**
 * Whether an address is somebody else's, or was lately and may be theirs again: whoever stole an account must not keep its
 * address from its owner by taking it for another. Call it with the address locked.
 *
 * @param but whose own address does not count; null for nobody.
 */
export async function isEmailTaken(
  tx: Pick<Transaction, '$queryRaw'>,
  lookup: Uint8Array,
  { but, now }: { but: string | null; now: Date },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT EXISTS (SELECT FROM subject WHERE email_lookup = ${lookup} AND id IS DISTINCT FROM ${but}::uuid)
      OR EXISTS (SELECT FROM former_email WHERE email_lookup = ${lookup} AND restorable
        AND kept_until > ${now}::timestamptz AND subject_id IS DISTINCT FROM ${but}::uuid) AS taken`;
  return row?.taken !== false;
}
