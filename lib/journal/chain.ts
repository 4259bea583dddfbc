import { createHash } from 'node:crypto';

/** What an entry says, without its place in the chain. */
export interface Entry {
  at: Date;
  caller: string;
  verb: string;
  subject?: string | null | undefined;
  verdict: string;
  because?: string | null | undefined;
  address?: string | null | undefined;
  requestId: string;
}

/** Hash before the first entry: no bytes. */
export const emptyChain: Buffer = Buffer.alloc(0);

/**
 * An entry as the text that is hashed. Each field is preceded by its length in bytes, and an absent one is
 * `-`: no two entries have the same text.
 */
export function entryText(entry: Entry): string {
  const { at, caller, verb, subject, verdict, because, address, requestId } = entry;
  return [String(at.getTime()), caller, verb, subject, verdict, because, address, requestId]
    .map((field) => (field == null ? '-' : `${Buffer.byteLength(field)}:${field}`))
    .join(',');
}

/**
 * The hash of entry number `seq`. The database computes the same when it appends: see
 * `lib/auth/service/journal.ts`.
 */
export function chainHash(before: Uint8Array, seq: bigint, text: string): Buffer {
  return createHash('sha256').update(before).update(`${seq},${text}`).digest();
}
