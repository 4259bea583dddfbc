import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import { digest } from './digest.ts';
import { type LedgerEntry, printEntry, startText } from './entry.ts';
import { findProof } from './find-proof.ts';
import { lastLine, printHeader } from './header.ts';

const batchMax = 1_000;

interface Row extends Omit<LedgerEntry, 'seq' | 'at'> {
  seq: bigint | null;
  at: Date;
}

/**
 * An account's whole history as a file that can be verified, oldest first, piece by piece. It holds nothing but what
 * the chain covers. What is in no chain yet stands at its end.
 *
 * @throws where entries were removed meanwhile: the file would be wrong.
 */
export async function* exportLedger(db: PrismaClient, customer: string): AsyncGenerator<string> {
  // The proof first: what it vouches for is then there.
  const vouched = await findProof(db, customer);
  const chain = await db.activityChain.findUnique({ where: { customerId: customer } });
  const removed = {
    entries: Number(chain?.removed ?? 0),
    head: chain
      ? Buffer.from(chain.removedHead).toString('hex')
      : await digest('', startText(customer)),
  };
  yield printHeader({ customer, removed, ...vouched });
  let [between, last] = ['\n', BigInt(removed.entries)];
  for await (const rows of listBatches((after) => linked(customer, after ?? last))) {
    if (rows[0]?.seq !== last + 1n) await requireUnmoved(customer, removed.entries);
    yield between + rows.map(print).join(',\n');
    [between, last] = [',\n', rows.at(-1)?.seq ?? last];
  }
  for await (const rows of listBatches((_, id) => waiting(customer, last, id))) {
    yield between + rows.map(print).join(',\n');
    between = ',\n';
  }
  yield `\n${lastLine}\n`;

  async function* listBatches(ask: (seq: bigint | null, id: bigint) => Prisma.Sql) {
    let rows: Row[] = [];
    do {
      const before = rows.at(-1);
      rows = await db.$queryRaw<Row[]>(ask(before?.seq ?? null, BigInt(before?.id ?? 0)));
      if (rows.length > 0) yield rows;
    } while (rows.length === batchMax);
  }

  async function requireUnmoved(customerId: string, before: number) {
    const now = await db.activityChain.findUnique({ where: { customerId } });
    if (Number(now?.removed ?? 0) !== before) throw new Error('entries were removed meanwhile');
  }
}

const columns = Prisma.sql`a.id::text AS id, a.at, a.kind AS event, a.outcome, a.address, a.user_agent,
  a.detail::text AS detail, encode(a.import_key, 'hex') AS import_key`;

function linked(customer: string, after: bigint) {
  return Prisma.sql`
    SELECT l.seq, encode(l.hash, 'hex') AS hash, ${columns}
    FROM activity_link l JOIN activity a ON a.id = l.activity_id AND a.customer_id = l.customer_id
    WHERE l.customer_id = ${customer}::uuid AND l.seq > ${after} ORDER BY l.seq LIMIT ${batchMax}`;
}

// Found by having no link, not by the queue: a row that was put in past the trigger is in no queue.
function waiting(customer: string, upTo: bigint, after: bigint) {
  return Prisma.sql`
    SELECT NULL::bigint AS seq, NULL AS hash, ${columns} FROM activity a
    WHERE a.customer_id = ${customer}::uuid AND a.id > ${after} AND NOT EXISTS (
      SELECT FROM activity_link l
      WHERE l.activity_id = a.id AND l.customer_id = a.customer_id AND l.seq <= ${upTo})
    ORDER BY a.id LIMIT ${batchMax}`;
}

function print({ seq, at, ...entry }: Row): string {
  return printEntry({ ...entry, seq: seq === null ? null : Number(seq), at: at.toISOString() });
}
