import { resetListMax, type VerdictOf } from '../auth/contract.ts';
import { listMembers } from '../customer-lists/list-members.ts';
import type { Door } from './door.ts';

/** Most batches one job hands over: the next goes on, and one that dies is not missed for long. */
const batchesMax = 20;

/**
 * Hands the list of a reset over to the auth service, a batch after the other, and writes down whom it concerns: with
 * the last batch it may be in force at once. May be begun again at any time; nobody is named twice.
 *
 * @param next the batch that the service waits for.
 * @throws when the service stops answering.
 */
export async function nameListed(
  { db, ask, requestId }: Door,
  reset: { id: string; scope: string; listId: string; except: string[] },
  next: number,
): Promise<VerdictOf<'add-to-reset'>> {
  const { id, listId } = reset;
  const except = new Set(reset.except);
  let after: string | undefined;
  for (let batch = next; ; batch++) {
    const page = { after, skip: batch * resetListMax, limit: resetListMax };
    const members = await listMembers(db, listId, page);
    after = members.at(-1) ?? after;
    const subjects = members.filter((member) => !except.has(member));
    // Of a rule, whom it concerns is the service's to say, once it is in force.
    if (reset.scope === 'subjects') await writeDown(db, id, subjects);
    const verdict = await ask('add-to-reset', { reset: id, batch, subjects }, requestId);
    if (verdict.verdict === 'unavailable') {
      throw new Error('The auth service does not answer: the list cannot be handed over yet.');
    }
    if (verdict.verdict !== 'naming' || batch + 1 >= next + batchesMax) return verdict;
  }
}

async function writeDown(db: Door['db'], reset: string, subjects: string[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO reset_subject (reset_id, customer_id)
    SELECT ${reset}::uuid, id FROM unnest(${subjects}::uuid[]) AS id
    ON CONFLICT DO NOTHING`;
}
