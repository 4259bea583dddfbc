import { z } from 'zod';
import { notices } from '../../mail/templates.ts';
import { claimMail } from './claim-mail.ts';
import { composeNotice } from './compose-notice.ts';
import { mailFailure } from './mail-failure.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({
  customerId: z.uuid(),
  notice: z.enum(notices),
  source: z.object({ address: z.string(), userAgent: z.string() }),
  at: z.iso.datetime(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  notification: z.uuid().optional(),
});

/**
 * Mails a customer what happened on their account, in their language; not what they want no mail of, and no more in an
 * hour than its bound.
 *
 * @throws when the mail was not taken: the queue tries again. The message names nobody, for it is logged.
 */
export async function sendNotice(
  { database, auth, mailer, publicUrl }: Surroundings,
  payload: unknown,
): Promise<void> {
  const told = payloadShape.parse(payload);
  const { customerId, notice, notification } = told;
  const customer = await database.customer.findUnique({
    where: { id: customerId },
    select: { email: true, language: true },
  });
  if (!customer) return;
  const claim = { id: notification ?? '', customerId, kind: notice };
  if (notification && (await claimMail(database, claim)) !== 'send') return;
  const mail = await composeNotice({ auth, publicUrl }, customer.language, told);
  try {
    await mailer.send(customer.email, mail);
  } catch (error) {
    throw new Error(`The notice was not taken by the mail server: ${mailFailure(error)}.`);
  }
}
