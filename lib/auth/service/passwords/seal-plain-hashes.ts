import { holdKeys } from '../keys/hold-keys.ts';
import type { Service } from '../service.ts';
import { sealAsItIs } from './seal-password.ts';

const batchRows = 500;

/**
 * Seals, batch by batch, the hashes that a version older than the seal left plain, and then writes down
 * that none is left: from then on a plain hash is refused. Safe to run anywhere, twice at once, and to
 * break off: each row goes by compare-and-swap.
 */
export async function sealPlainHashes(service: Service): Promise<void> {
  const { database } = service;
  if (await database.hashesSealed.findFirst()) return;
  while ((await sealBatch(service)) > 0);
  await database.hashesSealed.createMany({ data: [{ at: service.clock() }], skipDuplicates: true });
  service.log.info({ event: 'hashes-sealed' });
}

/** @returns how many plain hashes were found. */
async function sealBatch(service: Service): Promise<number> {
  return service.database.$transaction(async (tx) => {
    const rows = await tx.password.findMany({ where: { hashSealed: null }, take: batchRows });
    const keys = await holdKeys(service, tx);
    const sealed = rows.map((row) =>
      sealAsItIs(keys, row.subjectId, { ...row, hash: row.plainHash ?? '' }),
    );
    await tx.$executeRaw`
      UPDATE password SET hash = NULL, hash_sealed = new.sealed, key_version = new.key_version
      FROM unnest(${rows.map((row) => row.subjectId)}::uuid[],
        ${rows.map((row) => row.plainHash)}::text[],
        ${sealed.map((row) => row.hashSealed)}::bytea[],
        ${sealed.map((row) => row.keyVersion)}::int[]) AS new (subject_id, plain, sealed, key_version)
      WHERE password.subject_id = new.subject_id AND hash_sealed IS NULL
        AND hash IS NOT DISTINCT FROM new.plain`;
    return rows.length;
  });
}
