import { mailsListedMax } from '../../contract.ts';
import type { Answer } from '../service.ts';

interface Row {
  id: string | null;
  subject: string;
  kind: string;
  attempts: number;
  at: Date;
  failure: string;
  reply: string;
}

/** For staff to see. Requests for addresses that nobody has are not among them: nothing is mailed for those. */
export const listMails: Answer<'list-mails'> = async (_service, _request, question) =>
  question.settle(async (tx) => {
    const waiting = await tx.$queryRaw<Row[]>`
      SELECT NULL AS id, s.id AS subject, r.purpose AS kind, r.attempts, r.next_attempt_at AS at, r.failure, r.reply
      FROM link_request r JOIN subject s
        ON s.id = coalesce(r.subject_id, (SELECT k.id FROM subject k WHERE k.email_lookup = r.email_lookup))
      WHERE r.failure IS NOT NULL AND r.next_attempt_at IS NOT NULL
      ORDER BY r.id DESC LIMIT ${mailsListedMax}`;
    const failed = await tx.mailFailed.findMany({
      where: { triedAgainAt: null },
      orderBy: { failedAt: 'desc' },
      take: mailsListedMax,
    });
    const givenUp = failed.map(({ subjectId: subject, failedAt: at, ...mail }) => ({
      ...mail,
      subject,
      at,
    }));
    const mails = [...waiting, ...givenUp].map(
      ({ id, subject, kind, attempts, at, failure, reply }) => ({
        id,
        subject,
        kind,
        attempts,
        at: at.toISOString(),
        failure,
        reply,
      }),
    );
    return { verdict: { verdict: 'yes', mails } };
  });
