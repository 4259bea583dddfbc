import { type MailFailure, mailFailure } from '../../mail/mail-failure.ts';
import { renderMail } from '../../mail/render.ts';
import { wordsOf } from '../../resets/message.ts';
import { knownLanguage } from '../../words/languages.ts';
import { type Claim, claimNotice } from './claim-notice.ts';
import type { Surroundings } from './surroundings.ts';
import type { Recipient } from './walk.ts';

export interface Told {
  id: string;
  message: unknown;
  reason: string;
}

/** `told`: nothing more is to be done for them now. Otherwise why the mail was not even claimed, or not taken. */
export type Outcome = 'told' | 'unreachable' | Exclude<Claim, 'claimed' | 'taken'>;

/** Tells one customer of a reset, if nobody else has, and keeps what became of it. */
export async function tellRecipient(
  surroundings: Surroundings,
  reset: Told,
  wave: number,
  recipient: Recipient,
): Promise<Outcome> {
  const { database } = surroundings;
  const key = { resetId: reset.id, wave, customerId: recipient.id };
  const claim = await claimNotice(database, { ...key, domain: recipient.domain }, surroundings);
  if (claim === 'taken') return 'told';
  if (claim !== 'claimed') return claim;
  const failure = await send(surroundings, reset, recipient);
  if (failure === 'uncertain') return 'told';
  await database.resetNotice.update({
    where: { resetId_wave_customerId: key },
    data: failure ? { error: failure } : { sentAt: new Date() },
    select: { resetId: true },
  });
  return failure === 'unreachable' ? failure : 'told';
}

async function send(
  { mailer, publicUrl }: Surroundings,
  reset: Told,
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
