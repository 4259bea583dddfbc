import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';
import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import { activateReset } from './activate-reset.ts';

type Request = RequestOf<'start-reset'>;

/** `unclear`: no answer came; the worker finds out and finishes what has begun. */
export interface StartedReset {
  id: string;
  result: 'started' | 'refused' | 'unclear';
}

/**
 * Starts a forced reset. It is written down before the auth service is asked, with a job that settles it
 * later: whatever dies on the way, a reset that has begun is finished and one that has not is dropped.
 *
 * @param door.requestId of the request under way: what follows from it is logged by it.
 * @param wish.scope a `code` in it is secret and goes to the auth service only.
 * @throws when it cannot be written down: then nothing was asked.
 */
export async function startReset(
  door: { db: PrismaClient; ask: AuthConnection['ask']; requestId?: string | undefined },
  wish: Omit<Request, 'reset'>,
): Promise<StartedReset> {
  const { db, ask, requestId } = door;
  const id = randomUUID();
  await writeDown(db, { reset: id, requestId }, wish);
  const verdict = await ask('start-reset', { ...wish, reset: id }, requestId);
  try {
    switch (verdict.verdict) {
      case 'yes': {
        const cutoff = new Date(verdict.cutoff);
        await db.$transaction((tx) => activateReset(tx, { reset: id, cutoff, requestId }));
        return { id, result: 'started' };
      }
      case 'no':
        await db.reset.updateMany({
          where: { id, state: 'starting' },
          data: { state: 'refused' },
        });
        return { id, result: 'refused' };
      default:
        return { id, result: 'unclear' };
    }
  } catch {
    return { id, result: verdict.verdict === 'no' ? 'refused' : 'unclear' };
  }
}

async function writeDown(
  db: PrismaClient,
  settle: { reset: string; requestId: string | undefined },
  { scope, reason, staff }: Omit<Request, 'reset'>,
) {
  const subjects = scope.kind === 'subjects' ? scope.subjects : [];
  const { reset: id } = settle;
  const [job, key] = [JSON.stringify(settle), `settle-reset:${id}`];
  await db.$transaction(async (tx) => {
    await tx.reset.create({
      data: { id, scope: scope.kind, state: 'starting', reason, startedBy: staff },
    });
    await tx.resetSubject.createMany({
      data: subjects.map((customerId) => ({ resetId: id, customerId })),
      skipDuplicates: true,
    });
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'reset-started',
      ...(subjects.length === 1 && { customerId: subjects[0] as string }),
      detail: { reset: id, scope: scope.kind },
    });
    await tx.$executeRaw`SELECT queue_job('settle-reset', ${job}::json, ${key}, '1 minute')`;
  });
}
