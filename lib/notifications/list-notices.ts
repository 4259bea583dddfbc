import { Prisma, type PrismaClient } from '../../prisma/manager/client/client.ts';
import type { NoticeState } from './delivery.ts';

/** How staff are shown a notice: what waits for its first attempt, and what for another, are told apart. */
export const shownStates = [
  'waiting',
  'retried',
  'sending',
  'given-up',
  'uncertain',
  'sent',
  'not-mailed',
] as const;
export type ShownState = (typeof shownStates)[number];

/** Notices of one page. */
export const pageSize = 50;

export interface ListedNotice {
  id: bigint;
  kind: string;
  shown: ShownState;
  attempts: number;
  queuedAt: Date;
  nextAt: Date;
  endedAt: Date | null;
  failure: string | null;
  reply: string;
  customerId: string;
  customerName: string;
  customerEmail: string;
}

export interface NoticeQuery {
  /** Without one: all that were not sent. */
  shown?: ShownState | undefined;
  domain?: string | undefined;
  /** The last of the page before. */
  before?: bigint | undefined;
}

const unsent: NoticeState[] = ['waiting', 'sending', 'given-up', 'uncertain'];

/** One page of notices, the newest first, at the same cost for the first page and the last. */
export async function listNotices(db: PrismaClient, query: NoticeQuery) {
  const { shown, domain, before } = query;
  const states: NoticeState[] = shown ? [shown === 'retried' ? 'waiting' : shown] : unsent;
  const terms = [
    Prisma.sql`n.state = ANY (${states}::text[])`,
    ...(shown === 'retried' ? [Prisma.sql`n.attempts > 0`] : []),
    ...(shown === 'waiting' ? [Prisma.sql`n.attempts = 0`] : []),
    ...(domain ? [Prisma.sql`n.domain = ${domain}`] : []),
    ...(before ? [Prisma.sql`n.id < ${before}`] : []),
  ];
  const rows = await db.$queryRaw<ListedNotice[]>`
    SELECT n.id, n.kind, n.attempts, n.failure, n.reply,
      CASE WHEN n.state = 'waiting' AND n.attempts > 0 THEN 'retried' ELSE n.state END AS shown,
      n.queued_at AS "queuedAt", n.next_at AS "nextAt", n.ended_at AS "endedAt",
      c.id AS "customerId", c.name AS "customerName", c.email AS "customerEmail"
    FROM notice n JOIN customer c ON c.id = n.customer_id
    WHERE ${Prisma.join(terms, ' AND ')} ORDER BY n.id DESC LIMIT ${pageSize + 1}`;
  const listed = rows.slice(0, pageSize);
  return { notices: listed, older: rows.length > pageSize ? listed.at(-1)?.id : undefined };
}
