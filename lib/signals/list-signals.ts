import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { SignalPattern } from './patterns.ts';

export const signalStates = ['open', 'closed'] as const;
export type SignalState = (typeof signalStates)[number];

/** Signals of one page. */
export const pageSize = 50;

export interface SignalQuery {
  pattern?: SignalPattern | undefined;
  state?: SignalState | undefined;
  /** From 1. */
  page: number;
}

/** One page of signals: the open ones first, and of those what was last seen. */
export async function listSignals(db: PrismaClient, { pattern, state, page }: SignalQuery) {
  const rows = await db.signal.findMany({
    where: { ...(pattern && { pattern }), ...(state && { state }) },
    orderBy: [{ state: 'desc' }, { lastAt: 'desc' }, { id: 'asc' }],
    skip: (page - 1) * pageSize,
    take: pageSize + 1,
    include: {
      customer: { select: { id: true, name: true, email: true } },
      entries: { where: { kind: { in: [...marks] } }, orderBy: { id: 'desc' }, take: 1 },
    },
  });
  const signals = rows.slice(0, pageSize).map(({ entries, ...signal }) => ({
    ...signal,
    pattern: signal.pattern as SignalPattern,
    state: signal.state as SignalState,
    mark: (entries[0]?.kind ?? null) as SignalMark | null,
  }));
  return { signals, isMore: rows.length > pageSize };
}

export type ListedSignal = Awaited<ReturnType<typeof listSignals>>['signals'][number];

/** What staff say a signal is; the newest counts. */
const marks = ['suspicious', 'confirmed', 'cleared'] as const;
export type SignalMark = (typeof marks)[number];
