import type { PrismaClient } from '../../../prisma/manager/client/client.ts';
import { findMailHold } from '../../resets/find-mail-hold.ts';
import { queueTellReset } from '../../resets/queue-tell-reset.ts';
import { listRecipients } from './list-recipients.ts';
import type { Surroundings } from './surroundings.ts';
import { type Told, tellRecipient } from './tell-recipient.ts';
import { openLane, type Step, type Walk, walkShape } from './walk.ts';

/** Most mails one job sends, and how long it may go on beginning new ones. */
const [batchMax, jobSeconds] = [100, 30];
/** A job not heard of after this long is taken over by the next: it died. Longer than a job can last. */
const takeOverSeconds = 180;
/** How long to wait for a mail server, or for the auth service, that cannot be reached. */
const outageSeconds = 60;
/** Mails that a server put off are tried again at the end of the walk, this often and no more. */
const [roundsMax, roundSeconds] = [12, 1_800];

/**
 * Tells the next customers of a reset by mail, and queues itself for those after them, until nobody is
 * left. Nobody is told twice in a wave, whatever dies when: a claim is kept before the mail is handed over,
 * and one of which nothing more is heard stays as it is, for staff to see. A wave that is paused or stopped
 * is left alone: whoever resumes it queues it again.
 */
export async function tellReset(surroundings: Surroundings, payload: unknown): Promise<void> {
  const walk = walkShape.parse(payload);
  const { database, mailsPerMinute } = surroundings;
  const reset = await database.reset.findUnique({ where: { id: walk.reset } });
  if (reset?.state !== 'active' || !reset.cutoff) return;
  if (await findMailHold(database, walk)) return;
  const before = structuredClone(walk);
  const size = Math.min(batchMax, mailsPerMinute);
  const batchSeconds = (size * 60) / mailsPerMinute;
  const { id, scope, cutoff } = reset;
  const steps = await listRecipients(database, { id, scope, cutoff }, walk, size);
  if (walk.onlyLanes && walk.lanes.length === 0) return finishWalk(database, walk, batchSeconds);

  await queueTellReset(database, before, takeOverSeconds);
  const undone = await keepUndone(surroundings, walk, steps);
  if (!undone) return queueTellReset(database, before, outageSeconds);
  const outcome = await tellEach(surroundings, reset, walk, { steps, undone, size });
  if (outcome === 'held') return;
  const outage = outcome === 'unreachable';
  await queueTellReset(database, walk, outage ? outageSeconds : batchSeconds);
}

/** Whom to tell again: null where the auth service does not say who has chosen a new password by now. */
async function keepUndone(
  { auth }: Surroundings,
  { reset, wave, requestId }: Walk,
  steps: Step[],
): Promise<Set<string> | null> {
  const ids = steps.map(({ recipient }) => recipient.id);
  if (wave === 1 || ids.length === 0) return new Set(ids);
  const verdict = await auth.ask('list-reset', { reset, among: ids }, requestId);
  return verdict.verdict === 'yes' ? new Set(verdict.subjects) : null;
}

// One after the other: should this process die, one mail at most is left uncertain.
async function tellEach(
  surroundings: Surroundings,
  reset: Told,
  walk: Walk,
  { steps, undone, size }: { steps: Step[]; undone: Set<string>; size: number },
): Promise<'unreachable' | 'held' | 'on'> {
  const until = Date.now() + jobSeconds * 1_000;
  const full = new Set<string>();
  let left = size;
  for (const { recipient, lane } of steps) {
    if (left === 0 || Date.now() > until) break;
    if (undone.has(recipient.id) && !full.has(recipient.domain)) {
      const outcome = await tellRecipient(surroundings, reset, walk.wave, recipient);
      if (outcome === 'unreachable' || outcome === 'held') return outcome;
      if (outcome === 'wait') break;
      if (outcome === 'full') full.add(recipient.domain);
      else left -= 1;
    }
    const passedOver = undone.has(recipient.id) && full.has(recipient.domain);
    if (lane) {
      // Once its domain is full a lane stays where it is.
      if (!full.has(recipient.domain)) lane.after = recipient.id;
      continue;
    }
    if (passedOver && !openLane(walk, recipient.domain)) walk.again = true;
    walk.after = recipient.id;
  }
  return 'on';
}

async function finishWalk(database: PrismaClient, walk: Walk, batchSeconds: number): Promise<void> {
  const { reset, wave, round, requestId } = walk;
  if (walk.again) return queueTellReset(database, { reset, wave, round, requestId }, batchSeconds);
  const again = { resetId: reset, wave, error: { in: ['unreachable', 'put-off'] } };
  if (round < roundsMax && (await database.resetNotice.count({ where: again })) > 0) {
    return queueTellReset(database, { reset, wave, round: round + 1, requestId }, roundSeconds);
  }
  await database.resetMailEnd.createMany({ data: { resetId: reset, wave }, skipDuplicates: true });
}
