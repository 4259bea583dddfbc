import type { Reset } from '../../../../prisma/auth/client/client.ts';
import { resetListMax } from '../../contract.ts';
import type { Answer, Transaction } from '../service.ts';

/** For whoever ends the sessions of those concerned, and tells them. Nothing but ids leaves. */
export const listReset: Answer<'list-reset'> = async (
  _service,
  { reset: id, after, among },
  question,
) =>
  question.settle(async (tx) => {
    const reset = await tx.reset.findUnique({ where: { id } });
    if (!reset) return { verdict: { verdict: 'no' }, because: 'not-in-force' };
    const subjects = among
      ? await listUndone(tx, reset, among)
      : await listConcerned(tx, id, after);
    return { verdict: { verdict: 'yes', subjects } };
  });

async function listConcerned(
  tx: Transaction,
  id: string,
  after: string | undefined,
): Promise<string[]> {
  const rows = await tx.resetSubject.findMany({
    where: { resetId: id, ...(after && { subjectId: { gt: after } }) },
    orderBy: { subjectId: 'asc' },
    take: resetListMax,
    select: { subjectId: true },
  });
  return rows.map(({ subjectId }) => subjectId);
}

async function listUndone(
  tx: Transaction,
  { id, scope, cutoff }: Pick<Reset, 'id' | 'scope' | 'cutoff'>,
  among: string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.subject_id AS id FROM password p
    WHERE p.subject_id = ANY (${among}::uuid[]) AND p.set_at < ${cutoff}
      AND (${scope === 'all'} OR EXISTS (SELECT FROM reset_subject r
        WHERE r.reset_id = ${id}::uuid AND r.subject_id = p.subject_id))`;
  return rows.map((row) => row.id);
}
