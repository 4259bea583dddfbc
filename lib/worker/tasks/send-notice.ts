import { z } from 'zod';
import { notices } from '../../mail/templates.ts';
import { knownZone } from '../../words/time-zones.ts';
import { claimMail } from './claim-mail.ts';
import { composeNotice } from './compose-notice.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({
  customerId: z.uuid(),
  notice: z.enum(notices),
  source: z.object({ address: z.string(), userAgent: z.string() }),
  at: z.iso.datetime(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  notification: z.uuid().optional(),
});

/** The mail server did not take a notice; the mailer's error is the cause. The message names nobody. */
export class NotTaken extends Error {}

/**
 * Mails a customer what happened on their account, in their language; not what they want no mail of, and no more in an
 * hour than its bound.
 *
 * @throws {NotTaken} when the mail was not taken. Anything else was thrown before it was handed over.
 */
export async function sendNotice(
  {
    database,
    auth,
    mailer,
    publicUrl,
  }: Pick<Surroundings, 'database' | 'auth' | 'mailer' | 'publicUrl'>,
  payload: unknown,
): Promise<'sent' | 'not-mailed'> {
  const told = payloadShape.parse(payload);
  const { customerId, notice, notification } = told;
  const customer = await database.customer.findUnique({
    where: { id: customerId },
    select: { email: true, language: true, timeZone: true },
  });
  if (!customer) return 'not-mailed';
  const claim = { id: notification ?? '', customerId, kind: notice };
  if (notification && (await claimMail(database, claim)) !== 'send') return 'not-mailed';
  const reader = { language: customer.language, timeZone: knownZone(customer.timeZone) };
  const { mail, to } = await composeNotice({ auth, publicUrl }, reader, told);
  try {
    await mailer.send(to ?? customer.email, mail);
    return 'sent';
  } catch (error) {
    throw new NotTaken('The notice was not taken by the mail server.', { cause: error });
  }
}
