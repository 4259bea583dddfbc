import { z } from 'zod';
import { isSignature } from './signature.ts';

/** The service's statement that the journal had come thus far, with its Ed25519 signature. */
export interface Checkpoint {
  seq: bigint;
  hash: Buffer;
  at: Date;
  /** Raw Ed25519 public key, 32 bytes. Worth nothing unless it is the one that was pinned. */
  publicKey: Buffer;
  signature: Buffer;
}

/** The bytes that are signed. */
export function checkpointBytes({
  seq,
  hash,
  at,
}: Pick<Checkpoint, 'seq' | 'hash' | 'at'>): Buffer {
  const fields = ['bulkhead-journal-checkpoint', 1, seq, hash.toString('hex'), at.getTime()];
  return Buffer.from(fields.join(','));
}

/** Whether `publicKey` signed it. False for a malformed key or signature too. */
export function isSigned(checkpoint: Checkpoint, publicKey: Buffer): boolean {
  return isSignature(checkpointBytes(checkpoint), publicKey, checkpoint.signature);
}

const line = z.object({
  seq: z.string().regex(/^[1-9]\d{0,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  publicKey: z.base64(),
  signature: z.base64(),
});

/** A checkpoint as one line of JSON, as it is shipped elsewhere. */
export function printCheckpoint({ seq, hash, at, publicKey, signature }: Checkpoint): string {
  return JSON.stringify({
    seq: String(seq),
    hash: hash.toString('hex'),
    at: at.toISOString(),
    publicKey: publicKey.toString('base64'),
    signature: signature.toString('base64'),
  });
}

/** Reads what {@link printCheckpoint} wrote; null for anything else. */
export function parseCheckpoint(text: string): Checkpoint | null {
  try {
    const { seq, hash, at, publicKey, signature } = line.parse(JSON.parse(text));
    return {
      seq: BigInt(seq),
      hash: Buffer.from(hash, 'hex'),
      at: new Date(at),
      publicKey: Buffer.from(publicKey, 'base64'),
      signature: Buffer.from(signature, 'base64'),
    };
  } catch {
    return null;
  }
}
