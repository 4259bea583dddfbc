import { randomUUID } from 'node:crypto';
import type { Prisma, PrismaClient } from '../../prisma/manager/client/client.ts';
import type { RequestOf } from '../auth/contract.ts';
import { recordStaffAct } from '../staff/record-staff-act.ts';
import type { Door } from './door.ts';
import type { ResetMessage } from './message.ts';
import { queueSettleReset } from './queue-settle-reset.ts';
import { takeOver } from './take-over.ts';

type Request = RequestOf<'start-reset'>;

/** What a reset ends besides passwords. Sessions are the manager's, the rest is the auth service's. */
export type ResetEnds = Record<'sessions' | 'devices' | 'links', boolean>;

export type ResetWish = Omit<Request, 'reset' | 'ends'> & {
  /** All of it, where nothing is said. */
  ends?: ResetEnds;
  /** Whom it is about, where that is handed over in batches: the worker does. */
  list?: { id: string; customers: number; except: string[] };
  /** The rule as staff read it, where the manager matched some of it. */
  rule?: Prisma.InputJsonObject;
  /** What the mail says in each language; without it, the reason in all of them. */
  message?: ResetMessage;
  /** Nobody is told until a member of staff lets the mails go. */
  holdsMails?: boolean;
};

/**
 * `naming`: the worker hands the list over. `proposed`: it waits for a second member. `unclear`: no answer
 * came; the worker finds out and finishes what has begun.
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
export async function startReset(door: Door, wish: ResetWish): Promise<StartedReset> {
  const { db, ask, requestId } = door;
  const id = randomUUID();
  await writeDown(db, { reset: id, requestId }, wish);
  const { scope, reason, staff, source, ends: { devices, links } = everything } = wish;
  const request = { reset: id, scope, reason, ends: { devices, links }, staff, source };
  const verdict = await ask('start-reset', request, requestId);
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

const everything: ResetEnds = { sessions: true, devices: true, links: true };
const results = { yes: 'started', naming: 'naming', proposed: 'proposed', no: 'refused' } as const;

async function writeDown(
  db: PrismaClient,
  settle: { reset: string; requestId: string | undefined },
  { scope, reason, staff, list, rule, message, holdsMails, ends = everything }: ResetWish,
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
        ...{ endsSessions: ends.sessions, endsDevices: ends.devices, endsLinks: ends.links },
        ...(list && { listId: list.id, except: list.except }),
        ...(scope.kind === 'rule' && {
          rule: { ...scope.rule, except: scope.except?.length ?? 0 },
        }),
        ...(rule && { rule }),
        ...(message && { message }),
        ...(holdsMails && { holdsMails }),
      },
    });
    const known = await tx.$executeRaw`
      INSERT INTO reset_subject (reset_id, customer_id)
      SELECT ${id}::uuid, id FROM customer WHERE id = ANY (${subjects}::uuid[])`;
    if (known < subjects.length) throw new Error('A reset names somebody who is no customer.');
    await queueSettleReset(tx, settle, 60);
    await recordStaffAct(tx, {
      staffId: staff,
      act: 'reset-started',
      ...(only && { customerId: only }),
      detail: { reset: id, scope: kind, customers: list?.customers ?? subjects.length },
    });
  });
}
