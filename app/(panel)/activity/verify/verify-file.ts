import type { LedgerReport } from '../../../../lib/ledger/faults.ts';
import { readLines, UnreadableError } from '../../../../lib/ledger/read-lines.ts';
import { verifyLedger } from '../../../../lib/ledger/verify-ledger.ts';

/** What was found in a file, or why nothing could be. */
export interface Verified {
  report?: LedgerReport;
  problem?: 'unable' | 'unreadable';
}

/**
 * Verifies a file in the browser.
 *
 * @param publicKey whose signature it must bear; that of the file itself where none is given.
 * @param onProgress told how many entries have been verified.
 */
export async function verifyFile(
  file: File,
  publicKey: string | undefined,
  onProgress: (entries: number) => void,
): Promise<Verified> {
  try {
    return { report: await verifyLedger(readLines(bytesOf(file)), { publicKey, onProgress }) };
  } catch (error) {
    const isUnread = error instanceof UnreadableError || error instanceof DOMException;
    const name = isUnread && error instanceof DOMException ? error.name : '';
    return { problem: name === 'NotSupportedError' || !isUnread ? 'unable' : 'unreadable' };
  }
}

// Not every browser lets a stream be iterated over.
function bytesOf(file: File): AsyncIterator<Uint8Array> {
  const reader = file.stream().getReader();
  return {
    next: async () => (await reader.read()) as IteratorResult<Uint8Array>,
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
