import { sign } from 'node:crypto';
import { type Checkpoint, checkpointBytes, printCheckpoint } from '../../../journal/checkpoint.ts';
import type { Service } from '../service.ts';
import { appendLine } from './append-line.ts';
import { deriveSigningKey } from './signing-key.ts';

/**
 * Signs how far the journal has come, where it has come further than the newest checkpoint says.
 */
export async function writeCheckpoint(
  service: Pick<Service, 'database' | 'keys' | 'clock' | 'checkpointsFile'>,
): Promise<void> {
  const { database, keys, clock, checkpointsFile: file } = service;
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
  if (file) appendLine(file, printCheckpoint(checkpoint));
}
