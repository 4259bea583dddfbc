import { z } from 'zod';
import { Prisma, type PrismaClient } from '../../../prisma/manager/client/client.ts';
import { renderMail } from '../../mail/render.ts';
import { wordsOf } from '../../resets/message.ts';
import { queueTellReset } from '../../resets/queue-tell-reset.ts';
import { knownLanguage } from '../../words/languages.ts';
import { claimNotice } from './claim-notice.ts';
import { type MailFailure, mailFailure } from './mail-failure.ts';
import type { Surroundings } from './surroundings.ts';

/** Most mails one job sends, and how long it may go on beginning new ones. */
const [batchMax, jobSeconds] = [100, 30];
/** A job not heard of after this long is taken over by the next: it died. Longer than a job can last. */
const takeOverSeconds = 180;
/** How long to wait for a mail server that cannot be reached. */
const outageSeconds = 60;
/** Mails that a server put off are tried again at the end of the walk, this often and no more. */
const [roundsMax, roundSeconds] = [12, 1_800];

const payloadShape = z.object({
  reset: z.uuid(),
  after: z.uuid().optional(),
  round: z.number().int().default(0),
  requestId: z.uuid().optional(),
});

interface Recipient {
  id: string;
  email: string;
  language: string;
}

/**
 * Tells the next customers of a reset by mail, and queues itself for those after them, until nobody is
 * left. Nobody is told twice, whatever dies when: a claim is kept before the mail is handed over, and one
 * of which nothing more is heard stays as it is, for staff to see.
 */
export async function tellReset(surroundings: Surroundings, payload: unknown): Promise<void> {
  const { reset: id, after, round, requestId } = payloadShape.parse(payload);
  const { database, mailsPerMinute } = surroundings;
  const reset = await database.reset.findUnique({ where: { id } });
  if (reset?.state !== 'active' || !reset.cutoff) return;
  const size = Math.min(batchMax, mailsPerMinute);
  const { scope, cutoff, message, reason } = reset;
  const recipients = await listUntold(database, { id, scope, cutoff }, after, size);
  const self = { reset: id, round, requestId };
  if (recipients.length === 0) return queueNextRound(database, self);

  await queueTellReset(database, { ...self, after }, takeOverSeconds);
  const { last = after, outage } = await tellEach(
    surroundings,
    { id, message, reason },
    recipients,
  );
  const pauseSeconds = outage ? outageSeconds : (size * 60) / mailsPerMinute;
  await queueTellReset(database, { ...self, after: last }, pauseSeconds);
}

async function listUntold(
  database: PrismaClient,
  reset: { id: string; scope: string; cutoff: Date },
  after: string | undefined,
  limit: number,
): Promise<Recipient[]> {
  const concerned =
    reset.scope === 'all'
      ? Prisma.sql`c.created_at < ${reset.cutoff}::timestamptz`
      : Prisma.sql`EXISTS (SELECT FROM reset_subject rs
          WHERE rs.reset_id = ${reset.id}::uuid AND rs.customer_id = c.id)`;
  return database.$queryRaw<Recipient[]>`
    SELECT c.id, c.email, c.language FROM customer c
    LEFT JOIN reset_notice n ON n.reset_id = ${reset.id}::uuid AND n.customer_id = c.id
    WHERE ${concerned} ${after ? Prisma.sql`AND c.id > ${after}::uuid` : Prisma.empty}
      AND (n.customer_id IS NULL OR n.error IN ('unreachable', 'put-off'))
    ORDER BY c.id LIMIT ${limit}`;
}

async function queueNextRound(
  database: PrismaClient,
  { reset, round, requestId }: { reset: string; round: number; requestId: string | undefined },
) {
  const again = { resetId: reset, error: { in: ['unreachable', 'put-off'] } };
  if (round >= roundsMax || (await database.resetNotice.count({ where: again })) === 0) return;
  await queueTellReset(database, { reset, round: round + 1, requestId }, roundSeconds);
}

// One after the other: should this process die, one mail at most is left uncertain.
async function tellEach(
  surroundings: Surroundings,
  reset: { id: string; message: unknown; reason: string },
  recipients: Recipient[],
): Promise<{ last?: string | undefined; outage: boolean }> {
  const { database, mailsPerMinute } = surroundings;
  const until = Date.now() + jobSeconds * 1_000;
  let last: string | undefined;
  for (const recipient of recipients) {
    if (Date.now() > until) break;
    const notice = { resetId: reset.id, customerId: recipient.id };
    const claim = await claimNotice(database, notice, mailsPerMinute);
    if (claim === 'wait') break;
    if (claim === 'claimed') {
      const failure = await tell(surroundings, reset, recipient);
      await mark(database, notice, failure);
      if (failure === 'unreachable') return { last, outage: true };
    }
    last = recipient.id;
  }
  return { last, outage: false };
}

async function tell(
  { mailer, publicUrl }: Surroundings,
  reset: { message: unknown; reason: string },
  { email, ...recipient }: Recipient,
): Promise<MailFailure | null> {
  const language = knownLanguage(recipient.language);
  const words = wordsOf(reset, language);
  const link = new URL('/forgotten-password', publicUrl).href;
  try {
    await mailer.send(email, renderMail('forced-reset', language, { ...words, link }));
    return null;
  } catch (error) {
    return mailFailure(error);
  }
}

async function mark(
  database: PrismaClient,
  notice: { resetId: string; customerId: string },
  failure: MailFailure | null,
): Promise<void> {
  if (failure === 'uncertain') return;
  await database.resetNotice.update({
    where: { resetId_customerId: notice },
    data: failure ? { error: failure } : { sentAt: new Date() },
    select: { resetId: true },
  });
}
