import { sealedVersion } from '../../seal/seal.ts';
import type { Service } from '../../service.ts';
import type { KeyKind } from '../key-ring.ts';

export interface RowsByKey extends Record<KeyKind, Map<number, number>> {
  /** All of them, those that name no version among them. */
  all: number;
}

/** How many rows need each version: sealed values by the header of their bytes, passwords by their pepper. */
export async function countRowsByKey(database: Service['database']): Promise<RowsByKey> {
  const sealed = await database.$queryRaw<{ header: Uint8Array; rows: number }[]>`
    SELECT header, count(*)::int AS rows FROM (
      SELECT substring(email_sealed FROM 1 FOR 5) AS header FROM subject
      UNION ALL SELECT substring(hash_sealed FROM 1 FOR 5) FROM password WHERE hash_sealed IS NOT NULL
      UNION ALL SELECT substring(key_sealed FROM 1 FOR 5) FROM totp
      UNION ALL SELECT substring(email_sealed FROM 1 FOR 5) FROM email_change
      UNION ALL SELECT substring(email_sealed FROM 1 FOR 5) FROM former_email) AS sealed GROUP BY header`;
  const peppered = await database.$queryRaw<{ version: number; rows: number }[]>`
    SELECT pepper_version AS version, count(*)::int AS rows FROM password
    WHERE pepper_version IS NOT NULL GROUP BY pepper_version`;
  const byKey = new Map<number, number>();
  for (const { header, rows } of sealed) {
    const version = sealedVersion(header) ?? 0;
    byKey.set(version, (byKey.get(version) ?? 0) + rows);
  }
  return {
    'key-encryption': byKey,
    pepper: new Map(peppered.map(({ version, rows }) => [version, rows])),
    all: [...sealed, ...peppered].reduce((sum, { rows }) => sum + rows, 0),
  };
}
