import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Door } from './door.ts';
import { queueSettleReset } from './queue-settle-reset.ts';
import { takeOver } from './take-over.ts';

type Request = RequestOf<'start-reset'>;

type Wish = Omit<Request, 'reset'> & {
  /** Whom it is about, where that is handed over in batches: the worker does. */
  list?: { id: string; customers: number; except: string[] } | undefined;
};

/**
 * `naming`: the worker hands the list over. `proposed`: it waits for a second member. `unclear`: no answer came; the worker finds out and finishes
 * what has begun.
 */
export interface StartedReset {
  id: string;
  result: 'started' | 'naming' | 'proposed' | 'refused' | 'unclear';
}

/**
 * Starts a forced reset. It is written down before the auth service is asked, with a job that settles it
 * later: whatever dies on the way, a reset that has begun is finished and one that has not is dropped.
 *
 * @param wish.scope a `code` in it is secret and goes to the auth service only.
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function startReset(door: Door, { list, ...wish }: Wish): Promise<StartedReset> {
  const { db, ask, requestId } = door;
  const id = randomUUID();
  await writeDown(db, { reset: id, requestId }, { ...wish, list });
  const verdict = await ask('start-reset', { ...wish, reset: id }, requestId);
  if (verdict.verdict === 'unavailable') return { id, result: 'unclear' };
  const said = verdict.verdict === 'yes' ? { ...verdict, approvedBy: null } : verdict;
  const result = results[said.verdict];
  try {
    await takeOver(door, id, said);
    return { id, result };
  } catch {
    return { id, result: result === 'refused' ? result : 'unclear' };
  }
}

const results = { yes: 'started', naming: 'naming', proposed: 'proposed', no: 'refused' } as const;

async function writeDown(
  db: PrismaClient,
  settle: { reset: string; requestId: string | undefined },
  { scope, reason, staff, list }: Wish,
): Promise<void> {
  const subjects = scope.kind === 'subjects' ? [...new Set(scope.subjects)] : [];
  const { reset: id } = settle;
  // Once it is there, a list handed over in batches is a list like any other.
  const kind = scope.kind === 'list' ? 'subjects' : scope.kind;
  const [only] = subjects.length === 1 ? subjects : [];
  await db.$transaction(async (tx) => {
    await tx.reset.create({
      data: {
        ...{ id, scope: kind, state: 'starting', reason, startedBy: staff },
        ...(list && { listId: list.id, except: list.except }),
        ...(scope.kind === 'rule' && {
          rule: { ...scope.rule, except: scope.except?.length ?? 0 },
        }),
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
      detail: { reset: id, scope: kind, customers: list?.customers ?? subjects.length },
    });
  });
}
