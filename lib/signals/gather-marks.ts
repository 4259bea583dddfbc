import { randomUUID } from 'node:crypto';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import type { Mark } from './judge-sign-in.ts';
import { type SignalPattern, signalPatterns } from './patterns.ts';
import { policy } from './policy.ts';

/** The subject of the one signal that gathers what is beyond the bound of a day. */
const allTheRest = '';

/**
 * Adds what was seen to the signals that are open, and opens those that are not. However many accounts or
 * networks an attacker uses, no more than a day's bound of signals is opened.
 */
export async function gatherMarks(tx: Prisma.TransactionClient, marks: Mark[]): Promise<void> {
  for (const pattern of signalPatterns) {
    const groups = Map.groupBy(
      marks.filter((mark) => mark.pattern === pattern),
      ({ subject }) => subject,
    );
    if (groups.size > 0) await gatherPattern(tx, pattern, groups);
  }
}

async function gatherPattern(
  tx: Prisma.TransactionClient,
  pattern: SignalPattern,
  groups: Map<string, Mark[]>,
) {
  const open = await tx.signal.findMany({
    where: { pattern, state: 'open', subject: { in: [...groups.keys()] } },
    select: { subject: true },
  });
  const isOpen = new Set(open.map(({ subject }) => subject));
  const since = new Date(Date.now() - 86_400_000);
  let left =
    policy.signalsADay - (await tx.signal.count({ where: { pattern, openedAt: { gt: since } } }));
  const rest: Mark[] = [];
  for (const [subject, marks] of groups) {
    if (isOpen.has(subject) || left-- > 0) await addTo(tx, pattern, subject, marks);
    else rest.push(...marks);
  }
  if (rest.length > 0) await addTo(tx, pattern, allTheRest, rest);
}

async function addTo(
  tx: Prisma.TransactionClient,
  pattern: SignalPattern,
  subject: string,
  marks: Mark[],
) {
  const times = marks.map(({ at }) => at.getTime());
  const [firstAt, lastAt] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const customerId = subject === allTheRest ? null : (marks[0]?.customerId ?? null);
  const [signal] = await tx.$queryRaw<{ id: string; events: number }[]>`
    INSERT INTO signal (id, pattern, subject, customer_id, events, first_at, last_at)
    VALUES (${randomUUID()}::uuid, ${pattern}, ${subject}, ${customerId}::uuid, ${marks.length}::int,
      ${firstAt}::timestamptz, ${lastAt}::timestamptz)
    ON CONFLICT (pattern, subject) WHERE state = 'open' DO UPDATE SET events = signal.events + excluded.events,
      first_at = least(signal.first_at, excluded.first_at), last_at = greatest(signal.last_at, excluded.last_at)
    RETURNING id, events`;
  if (!signal) throw new Error('no signal was kept');
  const room = Math.max(0, policy.eventsKept - (signal.events - marks.length));
  await tx.signalEvent.createMany({
    data: marks.slice(0, room).map(({ activityId }) => ({ signalId: signal.id, activityId })),
  });
}
