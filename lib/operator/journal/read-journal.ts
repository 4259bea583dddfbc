import type pg from 'pg';
import type { Entry } from '../../journal/chain.ts';
import type { Checkpoint } from '../../journal/checkpoint.ts';

export interface JournalRow extends Entry {
  seq: bigint;
  hash: Buffer;
}

const pageRows = 5_000;

/** Every entry in order, a page at a time. */
export async function* readJournal(client: pg.Client): AsyncGenerator<JournalRow[]> {
  for (let after = -1n; ; ) {
    const { rows } = await client.query(
      `SELECT seq, hash, at, caller, verb, subject_id::text AS subject, verdict, because, address,
         request_id AS "requestId"
       FROM journal WHERE seq > $1 ORDER BY seq LIMIT ${pageRows}`,
      [after],
    );
    const page: JournalRow[] = rows.map((row) => ({ ...row, seq: BigInt(row.seq) }));
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.seq;
  }
}

/** Checkpoints after one entry, up to another; null for all that follow. */
export async function readCheckpoints(
  client: pg.Client,
  after: bigint,
  upTo: bigint | null,
): Promise<Checkpoint[]> {
  const { rows } = await client.query(
    `SELECT seq, hash, at, public_key AS "publicKey", signature FROM journal_checkpoint
     WHERE seq > $1 AND ($2::bigint IS NULL OR seq <= $2) ORDER BY seq`,
    [after, upTo],
  );
  return rows.map((row) => ({ ...row, seq: BigInt(row.seq) }));
}

/** The newest checkpoint; null where none was written yet. */
export async function readNewestCheckpoint(client: pg.Client): Promise<Checkpoint | null> {
  const { rows } = await client.query(
    `SELECT seq, hash, at, public_key AS "publicKey", signature FROM journal_checkpoint
     ORDER BY seq DESC LIMIT 1`,
  );
  return rows[0] ? { ...rows[0], seq: BigInt(rows[0].seq) } : null;
}
