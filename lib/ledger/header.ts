import { isSigned, type SignedActivity } from '../journal/activity-checkpoint.ts';
import { isHash } from './entry.ts';
import type { Leaf } from './leaf.ts';

/** What a file says before its entries: whose they are, where they begin, and who signed them. */
export interface LedgerHeader {
  customer: string;
  /** Entries that are gone by policy, and the hash of the last of them. */
  removed: { entries: number; head: string };
  checkpoint: SignedActivity | null;
  /** Where the customer's chain is under the checkpoint's root. */
  proof: (Omit<Leaf, 'customer'> & { place: number; path: string[] }) | null;
}

const opening = ',"entries":[';

/** The first line of a file. The entries follow, a line each, and then {@link lastLine}. */
export function printHeader({ customer, removed, checkpoint, proof }: LedgerHeader): string {
  const about = { bulkhead: 'activity', version: 1, customer, removed, checkpoint, proof };
  return JSON.stringify(about).slice(0, -1) + opening;
}

export const lastLine = ']}';

/** Reads what {@link printHeader} wrote, letter by letter; null for anything else. */
export function parseHeader(line: string): LedgerHeader | null {
  if (!line.endsWith(opening)) return null;
  try {
    const header = JSON.parse(`${line.slice(0, -opening.length)}}`) as LedgerHeader;
    return isHeader(header) && printHeader(inOrder(header)) === line ? header : null;
  } catch {
    return null;
  }
}

function isHeader({ customer, removed, checkpoint, proof }: LedgerHeader): boolean {
  return (
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(customer) &&
    isCount(removed.entries) &&
    isHash(removed.head) &&
    (checkpoint === null || isSigned(checkpoint)) &&
    (proof === null ||
      (checkpoint !== null &&
        [proof.place, proof.length, proof.passing].every(isCount) &&
        isHash(proof.head) &&
        proof.path.length <= 64 &&
        proof.path.every(isHash)))
  );
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

// What else a forger put into it is not printed again, and so does not pass.
function inOrder({ customer, removed, checkpoint: signed, proof }: LedgerHeader): LedgerHeader {
  return {
    customer,
    removed: { entries: removed.entries, head: removed.head },
    checkpoint: signed && {
      count: signed.count,
      root: signed.root,
      at: signed.at,
      publicKey: signed.publicKey,
      signature: signed.signature,
    },
    proof: proof && {
      place: proof.place,
      length: proof.length,
      head: proof.head,
      passing: proof.passing,
      path: [...proof.path],
    },
  };
}
