import { z } from 'zod';
import { deviceInWords } from '../../devices/device-in-words.ts';
import { renderMail } from '../../mail/render.ts';
import { notices } from '../../mail/templates.ts';
import { placeInWords } from '../../places/place-in-words.ts';
import { knownLanguage } from '../../words/languages.ts';
import { momentWords } from '../../words/surroundings.ts';
import { knownZone } from '../../words/time-zones.ts';
import type { Surroundings } from './surroundings.ts';

const payloadShape = z.object({
  customerId: z.uuid(),
  notice: z.enum(notices),
  source: z.object({ address: z.string(), userAgent: z.string() }),
  at: z.iso.datetime(),
});

/** The mail server did not take a notice; the mailer's error is the cause. The message names nobody. */
export class NotTaken extends Error {}

/**
 * Mails a customer what happened on their account, in their language.
 *
 * @throws {NotTaken} when the mail was not taken. Anything else was thrown before it was handed over.
 */
export async function sendNotice(
  { database, mailer, publicUrl }: Pick<Surroundings, 'database' | 'mailer' | 'publicUrl'>,
  payload: unknown,
): Promise<void> {
  const { customerId, notice, source, at } = payloadShape.parse(payload);
  const customer = await database.customer.findUnique({
    where: { id: customerId },
    select: { email: true, language: true, timeZone: true },
  });
  if (!customer) return;
  const language = knownLanguage(customer.language);
  const mail = renderMail(notice, language, {
    at: momentWords(new Date(at), language, knownZone(customer.timeZone)),
    address: source.address,
    place: placeInWords(source.address, language),
    device: deviceInWords(source.userAgent, language),
    link: new URL('/forgotten-password', publicUrl).href,
  });
  try {
    await mailer.send(customer.email, mail);
  } catch (error) {
    throw new NotTaken('The notice was not taken by the mail server.', { cause: error });
  }
}
