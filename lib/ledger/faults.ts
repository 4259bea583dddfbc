/** Something that is not as it was written. Entries are named by their number and moment. */
export type LedgerFault =
  /** It is no such file at all, or is damaged before its entries. */
  | { what: 'form' }
  /** A history that was narrowed by a filter: a part cannot be verified. */
  | { what: 'narrowed' }
  /** The file breaks off. */
  | { what: 'ends-early' }
  | { what: 'line'; line: number }
  /** An entry is not the one that was written there. */
  | { what: 'changed' | 'moved' | 'twice' | 'put-in'; seq: number | null; at: string }
  /** Entries that are not there, and when those around them were. */
  | { what: 'missing'; from: number; to: number; after: string | null; before: string | null }
  /** The first entries are gone, and no checkpoint lets them. */
  | { what: 'start'; entries: number }
  /** The entries fit each other up to here and are not the ones that were signed. */
  | { what: 'head'; seq: number; at: string | null }
  | { what: 'proof' | 'signature' | 'foreign-key' | 'not-shipped' };

export interface LedgerReport {
  customer: string | null;
  /** Entries in the file. */
  entries: number;
  /** Entries that are in no chain yet: too new. */
  unchained: number;
  /** Entries that were removed by policy before the first one here. */
  removed: number;
  /** Number of the last entry that the signed checkpoint vouches for; 0 for none. */
  signedUpTo: number;
  signedAt: string | null;
  /** The key that the file names; base64. */
  publicKey: string | null;
  /** The first hundred: a file that is wrong all over is wrong. */
  faults: LedgerFault[];
}

export const mostFaults = 100;

/** Whether nothing was changed, and a signature vouches for what there is. */
export function isSound({ faults, signedUpTo, removed, entries }: LedgerReport): boolean {
  return faults.length === 0 && (signedUpTo > 0 || (entries === 0 && removed === 0));
}
