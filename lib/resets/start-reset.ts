import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Door } from './door.ts';
import type { ResetMessage } from './message.ts';
import { queueSettleReset } from './queue-settle-reset.ts';
import { takeOver } from './take-over.ts';

type Request = RequestOf<'start-reset'>;

export type ResetWish = Omit<Request, 'reset'> & {
  /** What the mail says in each language; without it, the reason in all of them. */
  message?: ResetMessage;
};

/**
 * `proposed`: it waits for a second member. `unclear`: no answer came; the worker finds out and finishes
 * what has begun.
 */
export interface StartedReset {
  id: string;
  result: 'started' | 'proposed' | 'refused' | 'unclear';
}

/**
 * Starts a forced reset. It is written down before the auth service is asked, with a job that settles it
 * later: whatever dies on the way, a reset that has begun is finished and one that has not is dropped.
 *
 * @param wish.scope a `code` in it is secret and goes to the auth service only.
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function startReset(door: Door, wish: ResetWish): Promise<StartedReset> {
  const { db, ask, requestId } = door;
  const id = randomUUID();
  await writeDown(db, { reset: id, requestId }, wish);
  const { scope, reason, staff, source } = wish;
  const verdict = await ask('start-reset', { reset: id, scope, reason, staff, source }, requestId);
  if (verdict.verdict === 'unavailable') return { id, result: 'unclear' };
  const said = verdict.verdict === 'yes' ? { ...verdict, approvedBy: null } : verdict;
  const result = ({ yes: 'started', proposed: 'proposed', no: 'refused' } as const)[said.verdict];
  try {
    await takeOver(door, id, said);
    return { id, result };
  } catch {
    return { id, result: result === 'refused' ? result : 'unclear' };
  }
}

async function writeDown(
  db: PrismaClient,
  settle: { reset: string; requestId: string | undefined },
  { scope, reason, staff, message }: ResetWish,
) {
  const subjects = scope.kind === 'subjects' ? [...new Set(scope.subjects)] : [];
  const { reset: id } = settle;
  const [only] = subjects.length === 1 ? subjects : [];
  await db.$transaction(async (tx) => {
    await tx.reset.create({
      data: {
        ...{ id, scope: scope.kind, state: 'starting', reason, startedBy: staff },
        ...(scope.kind === 'rule' && {
          rule: { ...scope.rule, except: scope.except?.length ?? 0 },
        }),
        ...(message && { message }),
      },
    });
    await tx.resetSubject.createMany({
      data: subjects.map((customerId) => ({ resetId: id, customerId })),
    });
    await queueSettleReset(tx, settle, 60);
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'reset-started',
      ...(only && { customerId: only }),
      detail: { reset: id, scope: scope.kind, customers: subjects.length },
    });
  });
}
