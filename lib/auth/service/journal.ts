import type { Transaction } from './service.ts';

/** One decision. Holds no password, code, token or email, and nothing a stranger wrote. */
export interface JournalLine {
  at: Date;
  caller: string;
  verb: string;
  subject?: string | undefined;
  verdict: string;
  because?: string | undefined;
  address?: string | undefined;
  requestId: string;
}

/**
 * Appends a line. Raw, because the service's role may INSERT into the journal and not read it back,
 * and Prisma's `create` would ask for RETURNING.
 */
export async function recordDecision(tx: Pick<Transaction, '$executeRaw'>, line: JournalLine) {
  await tx.$executeRaw`
    INSERT INTO journal (at, caller, verb, subject_id, verdict, because, address, request_id)
    VALUES (${line.at}, ${line.caller}, ${line.verb}, ${line.subject ?? null}::uuid, ${line.verdict},
      ${line.because ?? null}, ${line.address ?? null}, ${line.requestId})`;
}
