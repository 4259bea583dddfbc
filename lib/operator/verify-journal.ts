import type pg from 'pg';
import { chainHash, emptyChain, entryText } from '../journal/chain.ts';
import { type Checkpoint, isSigned } from '../journal/checkpoint.ts';
import { type JournalRow, readCheckpoints, readJournal } from './journal/read-journal.ts';

/** Something that does not fit. `seq` is where. */
export interface Fault {
  seq: bigint;
  /** When the entry or checkpoint says it was written. */
  at: Date | null;
  what: string;
}

export interface JournalReport {
  entries: bigint;
  checkpoints: number;
  /** Number of the last entry that a validly signed checkpoint vouches for; later ones are only chained. */
  vouchedFor: bigint;
  faults: Fault[];
}

/** More are not told: a journal that is wrong all over is wrong. */
const mostFaults = 100;

/**
 * Reads the whole journal and says what in it is not as it was written. Memory stays flat but for the
 * shipped checkpoints.
 *
 * @param client connected as `journal_app`.
 * @param publicKey the one to trust; raw Ed25519.
 * @param shipped checkpoints kept outside the database.
 */
export async function verifyJournal(
  client: pg.Client,
  options: {
    publicKey: Buffer;
    shipped: Checkpoint[];
    onProgress?: (entries: bigint) => void;
  },
): Promise<JournalReport> {
  const { publicKey, shipped } = options;
  const report: JournalReport = { entries: 0n, checkpoints: 0, vouchedFor: 0n, faults: [] };
  const fault = (seq: bigint, at: Date | null, what: string) => {
    if (report.faults.length < mostFaults) report.faults.push({ seq, at, what });
  };
  const claims = new Map<bigint, Checkpoint[]>();
  const hear = (checkpoint: Checkpoint) => {
    report.checkpoints++;
    const { seq, at } = checkpoint;
    if (!isSigned(checkpoint, publicKey)) fault(seq, at, 'a checkpoint is not signed by the key');
    else claims.set(seq, [...(claims.get(seq) ?? []), checkpoint]);
  };
  shipped.forEach(hear);

  // One picture of the database: what is appended meanwhile is not in it.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const head = await readHead(client);
    let last: { seq: bigint; hash: Buffer } = { seq: 0n, hash: emptyChain };
    for await (const page of readJournal(client)) {
      const upTo = page.at(-1)?.seq ?? last.seq;
      for (const checkpoint of await readCheckpoints(client, last.seq, upTo)) hear(checkpoint);
      for (const row of page) {
        judgeEntry(row, last, fault);
        for (const checkpoint of claims.get(row.seq) ?? []) {
          if (checkpoint.hash.equals(row.hash)) report.vouchedFor = row.seq;
          else
            fault(row.seq, checkpoint.at, 'the journal up to here is not the one that was signed');
        }
        claims.delete(row.seq);
        last = row;
        report.entries++;
      }
      options.onProgress?.(report.entries);
    }
    for (const checkpoint of await readCheckpoints(client, last.seq, null)) hear(checkpoint);
    for (const [seq, [checkpoint]] of claims) {
      const cut = `the journal ends at ${last.seq}, and a signed checkpoint knows this entry: its tail was cut off`;
      fault(seq, checkpoint?.at ?? null, seq > last.seq ? cut : 'a signed entry is missing');
    }
    if (!head || head.seq !== last.seq || !head.hash.equals(last.hash)) {
      fault(
        last.seq,
        null,
        `the head says ${head ? head.seq : 'nothing'}, the last entry is ${last.seq}`,
      );
    }
    return report;
  } finally {
    await client.query('ROLLBACK');
  }
}

function judgeEntry(
  row: JournalRow,
  last: { seq: bigint; hash: Buffer },
  fault: (seq: bigint, at: Date | null, what: string) => void,
) {
  const { seq, at } = row;
  if (seq !== last.seq + 1n) {
    const [from, to] = [last.seq + 1n, seq - 1n];
    const which = from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
    return fault(seq, at, `${which} missing before this one`);
  }
  // Judged against what stands before it, whatever that is: so one change is told where it is.
  if (!chainHash(last.hash, seq, entryText(row)).equals(row.hash)) {
    fault(seq, at, 'it is not the entry that was written here, or the one before it is not');
  }
}

async function readHead(client: pg.Client): Promise<{ seq: bigint; hash: Buffer } | null> {
  const { rows } = await client.query<{ seq: string; hash: Buffer }>(
    'SELECT seq, hash FROM journal_head',
  );
  return rows[0] ? { seq: BigInt(rows[0].seq), hash: rows[0].hash } : null;
}
