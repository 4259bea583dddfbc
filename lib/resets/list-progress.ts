import { Prisma } from '../../prisma/manager/client/client.ts';
import { resetStepsMax } from '../auth/contract.ts';
import { concernedBy } from './concerned-by.ts';
import type { Door } from './door.ts';

/** Customers read in one statement. */
const pageMax = 5_000;

/** How one customer stands with a reset. */
export interface CustomerProgress {
  id: string;
  email: string;
  name: string;
  toldAt: Date | null;
  openedAt: Date | null;
  doneAt: Date | null;
  /** Of the mail: `untold`, none was tried; the others as in `Trouble`. */
  problem: 'untold' | 'uncertain' | 'refused' | 'later' | null;
}

/** Of a reset in force. */
export type ReportedReset = Parameters<typeof concernedBy>[0];

/**
 * Everyone a reset concerns, by id, a page at a time: a million are never in memory together.
 *
 * @throws when the auth service stops answering: half of a list would pass for the whole.
 */
export async function* listProgress(
  door: Door,
  reset: ReportedReset,
): AsyncGenerator<CustomerProgress> {
  // Both sides are ordered by id, so they are walked side by side.
  const steps = listSteps(door, reset.id);
  let next = await steps.next();
  let after: string | null = null;
  for (;;) {
    const page: Row[] = await readPage(door.db, reset, after);
    for (const row of page) {
      while (!next.done && next.value.subject < row.id) next = await steps.next();
      const step = !next.done && next.value.subject === row.id ? next.value : null;
      yield {
        ...row,
        openedAt: step?.openedAt ? new Date(step.openedAt) : null,
        doneAt: step?.doneAt ? new Date(step.doneAt) : null,
      };
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < pageMax) return;
  }
}

type Row = Omit<CustomerProgress, 'openedAt' | 'doneAt'>;

async function* listSteps({ ask, requestId }: Door, reset: string) {
  let after: string | undefined;
  do {
    const verdict = await ask('list-reset-steps', { reset, after }, requestId);
    if (verdict.verdict !== 'yes') throw new Error('The auth service does not list the steps.');
    yield* verdict.steps;
    after = verdict.steps.length === resetStepsMax ? verdict.steps.at(-1)?.subject : undefined;
  } while (after);
}

async function readPage(
  db: Door['db'],
  reset: ReportedReset,
  after: string | null,
): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT c.id, c.email, c.name, n.sent_at AS "toldAt",
      CASE WHEN n.customer_id IS NULL THEN 'untold' WHEN n.sent_at IS NOT NULL THEN NULL
        WHEN n.error = 'refused' THEN 'refused' WHEN n.error IS NOT NULL THEN 'later'
        ELSE 'uncertain' END AS problem
    FROM customer c
    LEFT JOIN reset_notice n ON n.reset_id = ${reset.id}::uuid AND n.wave = 1 AND n.customer_id = c.id
    WHERE ${concernedBy(reset)} ${after ? Prisma.sql`AND c.id > ${after}::uuid` : Prisma.empty}
    ORDER BY c.id LIMIT ${pageMax}`;
}
