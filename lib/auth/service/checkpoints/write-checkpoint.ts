import { sign } from 'node:crypto';
import { closeSync, fchmodSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { type Checkpoint, checkpointBytes, printCheckpoint } from '../../../journal/checkpoint.ts';
import type { Service } from '../service.ts';
import { deriveSigningKey } from './signing-key.ts';

/**
 * Signs how far the journal has come, where it has come further than the newest checkpoint says.
 *
 * @param file where a line is appended, so that it can be shipped elsewhere; null for nowhere.
 */
export async function writeCheckpoint(
  service: Pick<Service, 'database' | 'keys' | 'clock'>,
  file: string | null,
): Promise<void> {
  const { database, keys, clock } = service;
  const head = await database.journalHead.findUniqueOrThrow({ where: { only: true } });
  const newest = await database.journalCheckpoint.findFirst({ orderBy: { seq: 'desc' } });
  if (head.seq <= (newest?.seq ?? 0n)) return;
  const { privateKey, publicKey } = deriveSigningKey(keys.lookup);
  const statement = { seq: head.seq, hash: Buffer.from(head.hash), at: clock() };
  const signature = sign(null, checkpointBytes(statement), privateKey);
  const checkpoint: Checkpoint = { ...statement, publicKey, signature };
  // Another replica may say the same at the same moment.
  await database.$executeRaw`
    INSERT INTO journal_checkpoint (seq, hash, at, public_key, signature)
    VALUES (${head.seq}, ${head.hash}, ${statement.at}, ${Uint8Array.from(publicKey)}, ${Uint8Array.from(signature)})
    ON CONFLICT DO NOTHING`;
  if (file) append(file, `${printCheckpoint(checkpoint)}\n`);
}

function append(file: string, text: string) {
  const handle = openSync(file, 'a', 0o600);
  try {
    fchmodSync(handle, 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
