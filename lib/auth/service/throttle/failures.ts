import type { Service, Transaction } from '../service.ts';
import type { Known } from '../subjects/known-sources.ts';

/** NIST SP 800-63B-4, 3.2.2: no more than a hundred consecutive failures on one account. */
const mostInARow = 100;

export type Authenticator = 'password' | 'second-factor' | 'mailed-code';

/**
 * Counts one wrong answer, and disables the authenticator at the hundredth in a row: it opens nothing from
 * then on, not even for the right answer, until it is bound anew by a mailed link, which is sent at once.
 *
 * Wrong passwords from known sources are counted apart, and disable apart: strangers, who can always try,
 * cannot take a customer's own devices the password away. Who tries codes has given the password: they are
 * counted together.
 */
export async function countFailure(
  service: Service,
  subject: { id: string; emailLookup: Uint8Array<ArrayBuffer>; known: Known },
  authenticator: Authenticator,
): Promise<void> {
  const now = service.clock();
  const known = authenticator === 'password' && subject.known !== null;
  const [row] = await service.database.$queryRaw<{ count: number }[]>`
    INSERT INTO failure AS f (subject_id, authenticator, known, count)
    VALUES (${subject.id}::uuid, ${authenticator}, ${known}, 1)
    ON CONFLICT (subject_id, authenticator, known) DO UPDATE SET
      count = f.count + 1,
      disabled_at = coalesce(f.disabled_at,
        CASE WHEN f.count + 1 >= ${mostInARow}::int THEN ${now}::timestamptz END)
    RETURNING count`;
  if (row?.count !== mostInARow) return;
  service.log.error({ event: 'authenticator-disabled', authenticator, subject: subject.id });
  const { emailLookup } = subject;
  await service.database.linkRequest.create({
    data: { emailLookup, purpose: 'disabled', requestedAt: now, nextAttemptAt: now },
    select: { id: true },
  });
  service.wakeLinkMailer();
}

/** A right answer ends the row of wrong ones. Not for a disabled authenticator: only binding it anew does. */
export async function endFailures(
  tx: Pick<Transaction, '$executeRaw'>,
  subject: { id: string; known: Known },
  authenticator: Authenticator,
): Promise<void> {
  const known = authenticator === 'password' && subject.known !== null;
  await tx.$executeRaw`
    DELETE FROM failure WHERE subject_id = ${subject.id}::uuid AND authenticator = ${authenticator}
      AND known = ${known} AND disabled_at IS NULL`;
}

/**
 * Disables the password as a hundred wrong ones would, from known sources and strangers alike. Where the count had
 * come further it stays: the hundredth itself has had its mail.
 */
export async function disablePassword(
  tx: Pick<Transaction, '$executeRaw'>,
  subjectId: string,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO failure AS f (subject_id, authenticator, known, count, disabled_at)
    VALUES (${subjectId}::uuid, 'password', true, ${mostInARow}::int, ${now}::timestamptz),
      (${subjectId}::uuid, 'password', false, ${mostInARow}::int, ${now}::timestamptz)
    ON CONFLICT (subject_id, authenticator, known) DO UPDATE SET
      count = greatest(f.count, excluded.count), disabled_at = coalesce(f.disabled_at, excluded.disabled_at)`;
}

/** The authenticator was bound anew. */
export async function forgetFailures(
  tx: Pick<Transaction, 'failure'>,
  subjectId: string,
  authenticator: Authenticator,
): Promise<void> {
  await tx.failure.deleteMany({ where: { subjectId, authenticator } });
}
