import { Prisma } from '../../../../prisma/auth/client/client.ts';
import { lockReset } from '../resets/cutoff-lock.ts';
import { type AskedReset, describeProposal, findReset, stateOf } from '../resets/proposal.ts';
import { inForce, settleAsked } from '../resets/settle-asked.ts';
import type { Answer, Outcome, ParsedRequest, Service, Transaction } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';
import { lockSubject } from '../subjects/lock-subject.ts';

type Request = ParsedRequest<'add-to-reset'>;

/** Whoever asks adds only to what a member of security began, and only as many batches as that member said. */
export const addToReset: Answer<'add-to-reset'> = async (service, request, question) => {
  const { reset: id, batch, subjects } = request;
  const no = (because: string): Outcome<'add-to-reset'> => ({
    verdict: { verdict: 'no' },
    because,
  });
  const found = await findReset(service.database, id);
  if (!found) return question.settle(async () => no('no-such-reset'));
  const { startedBy } = found;
  const isNaming = stateOf(found, service.clock()) === 'naming';
  if (isNaming && !(await findStaff(service, startedBy, 'security'))) {
    return question.settle(async () => no('proposer-gone'));
  }

  return question.settle(async (tx) => {
    await lockSubject(tx, startedBy);
    await lockReset(tx, id);
    const reset = await findReset(tx, id);
    if (!reset || batch >= (reset.batches ?? 0)) return no('not-asked-for');
    if (batch < reset.named) return repeat(service, tx, reset);
    if (stateOf(reset, service.clock()) !== 'naming') return no('reset-over');
    if (batch > reset.named) return no('out-of-order');
    await insertBatch(tx, reset, request);
    const named = batch + 1;
    const verdict =
      named < (reset.batches ?? 0)
        ? await describeProposal(tx, reset, named)
        : await settleAsked(service, tx, reset, true);
    const because = `${subjects.length} to ${id}`;
    return { verdict, subject: startedBy, because };
  });
};

async function insertBatch(
  tx: Transaction,
  { id, scope }: AskedReset,
  { batch, subjects }: Request,
): Promise<void> {
  await tx.resetBatch.create({ data: { resetId: id, batch } });
  // Somebody the service does not know has no password to reset. One look at the index for each of the others: joined
  // at large, all subjects would be read for every batch.
  const known = Prisma.sql`
    SELECT ${id}::uuid, named.id FROM unnest(${subjects}::uuid[]) AS named (id),
    LATERAL (SELECT FROM subject WHERE subject.id = named.id LIMIT 1) known
    ON CONFLICT DO NOTHING`;
  await (scope === 'rule'
    ? tx.$executeRaw`INSERT INTO reset_candidate (reset_id, subject_id) ${known}`
    : tx.$executeRaw`INSERT INTO reset_subject (reset_id, subject_id) ${known}`);
}

// An answer that was lost on the way is given again, and nobody is added by it.
async function repeat(
  service: Service,
  tx: Transaction,
  reset: AskedReset,
): Promise<Outcome<'add-to-reset'>> {
  const state = stateOf(reset, service.clock());
  if (reset.cutoff && state === 'active')
    return { verdict: inForce(reset.cutoff), because: 'repeated' };
  return state === 'naming' || state === 'proposed'
    ? { verdict: await describeProposal(tx, reset, reset.named), because: 'repeated' }
    : { verdict: { verdict: 'no' }, because: 'reset-over' };
}
