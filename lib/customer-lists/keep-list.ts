import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import { resetNamedMax } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { type ListRefused, NotKept } from './not-kept.ts';
import type { ReadAddress } from './read-addresses.ts';

/** Most addresses nobody has, and most bad lines, that are kept by name. */
export const someMax = 100;
/** Most lists one member of staff may upload in a day: each may hold a million customers. */
export const listsADayMax = 50;

export interface ListToKeep {
  /** What it is called: the file's name. */
  name: string;
  staffId: string;
  addresses: AsyncIterable<ReadAddress>;
}

/**
 * Keeps the customers on a list, all or none: where a line is no address, only which lines those are. Holds one batch
 * in memory, however long the list.
 *
 * @returns the list's id.
 */
export async function keepList(
  db: PrismaClient,
  { name, staffId, addresses }: ListToKeep,
): Promise<{ id: string } | { refused: ListRefused }> {
  const since = new Date(Date.now() - 86_400_000);
  const made = { where: { createdBy: staffId, origin: 'file', createdAt: { gt: since } } };
  if ((await db.customerList.count(made)) >= listsADayMax) return { refused: 'too-often' };
  const id = randomUUID();
  const read: ReadSoFar = {
    ...{ addresses: 0, customers: 0, unknown: 0, bad: 0 },
    ...{ unknownSome: [], badLines: [] },
  };
  try {
    await db.$transaction(async (tx) => {
      await insertMembers(tx, id, addresses, read);
      if (read.bad > 0) throw new NotKept('bad-lines');
      if (read.addresses === 0) throw new NotKept('empty');
      await insertList(tx, { id, name, staffId }, read);
    }, atLength);
    return { id };
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    if (error.because !== 'bad-lines') return { refused: error.because };
    // Nobody is on it: the members went with the transaction.
    const faulty = { ...read, customers: 0 };
    await db.$transaction((tx) => insertList(tx, { id, name, staffId }, faulty));
    return { id };
  }
}

type ReadSoFar = Record<'addresses' | 'customers' | 'unknown' | 'bad', number> & {
  unknownSome: string[];
  badLines: { line: number; text: string }[];
};

const batchMax = 10_000;
const atLength = { maxWait: 5_000, timeout: 300_000 };

async function insertMembers(
  tx: Prisma.TransactionClient,
  listId: string,
  addresses: AsyncIterable<ReadAddress>,
  read: ReadSoFar,
): Promise<void> {
  let batch: string[] = [];
  const flush = async () => {
    if (batch.length > 0) await insertBatch(tx, listId, batch, read);
    batch = [];
  };
  for await (const one of addresses) {
    if (++read.addresses > resetNamedMax) throw new NotKept('too-many');
    if ('bad' in one) {
      read.bad++;
      if (read.badLines.length < someMax) read.badLines.push({ line: one.line, text: one.bad });
      // Read on for the other bad lines, and look nobody up any more.
    } else if (read.bad === 0 && batch.push(one.email) === batchMax) await flush();
  }
  if (read.bad === 0) await flush();
}

async function insertBatch(
  tx: Prisma.TransactionClient,
  listId: string,
  emails: string[],
  read: ReadSoFar,
): Promise<void> {
  const [row] = await tx.$queryRaw<{ added: number; unknown: string[] }[]>`
    WITH found AS (
      -- One look at the index each: joined at large, all customers would be read for every batch.
      SELECT asked.email, known.id FROM unnest(${emails}::text[]) AS asked (email)
      LEFT JOIN LATERAL (SELECT id FROM customer WHERE email = asked.email LIMIT 1) known ON true
    ), added AS (
      INSERT INTO customer_list_member (list_id, customer_id)
      SELECT ${listId}::uuid, id FROM found WHERE id IS NOT NULL
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM added)::int AS added,
      coalesce(array_agg(email), '{}') AS unknown FROM found WHERE id IS NULL`;
  const { added, unknown } = row ?? { added: 0, unknown: [] };
  read.customers += added;
  read.unknown += unknown.length;
  read.unknownSome.push(...unknown.slice(0, someMax - read.unknownSome.length));
}

async function insertList(
  tx: Prisma.TransactionClient,
  { id, name, staffId }: { id: string; name: string; staffId: string },
  read: ReadSoFar,
): Promise<void> {
  await tx.customerList.create({ data: { id, origin: 'file', name, createdBy: staffId, ...read } });
  const { customers } = read;
  await recordStaffAct(tx, { staffId, act: 'list-kept', detail: { list: id, customers } });
}
