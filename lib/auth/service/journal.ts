import { type Entry, entryText } from '../../journal/chain.ts';
import type { Transaction } from './service.ts';

/** One decision. Holds no password, code, token or email, and nothing a stranger wrote. */
export interface JournalLine extends Entry {
  subject?: string | undefined;
  because?: string | undefined;
  address?: string | undefined;
}

/**
 * Appends a line to the chain, in one statement. The head's row is locked until the transaction ends, so
 * this comes last in it: decisions are chained in the order in which they are committed.
 *
 * Raw, because the service's role may INSERT into the journal and not read it back, and Prisma's `create`
 * would ask for RETURNING.
 *
 * @throws when nothing was appended: no decision is given then.
 */
export async function recordDecision(tx: Pick<Transaction, '$executeRaw'>, line: JournalLine) {
  const appended = await tx.$executeRaw`
    WITH head AS (
      UPDATE journal_head SET seq = seq + 1,
        hash = sha256(hash || convert_to((seq + 1)::text || ',' || ${entryText(line)}::text, 'UTF8'))
      RETURNING seq, hash
    )
    INSERT INTO journal (seq, hash, at, caller, verb, subject_id, verdict, because, address, request_id)
    SELECT seq, hash, ${line.at}, ${line.caller}, ${line.verb}, ${line.subject ?? null}::uuid, ${line.verdict},
      ${line.because ?? null}, ${line.address ?? null}, ${line.requestId} FROM head`;
  if (appended !== 1) throw new Error('the journal has no head');
}
