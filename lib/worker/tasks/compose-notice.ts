import { deviceInWords } from '../../devices/device-in-words.ts';
import { type RenderedMail, renderMail } from '../../mail/render.ts';
import type { NoticeDetail, NoticeName } from '../../mail/templates.ts';
import { placeInWords } from '../../places/place-in-words.ts';
import { knownLanguage } from '../../words/languages.ts';
import { momentWords } from '../../words/surroundings.ts';
import { breakLinks } from './break-links.ts';
import type { Surroundings } from './surroundings.ts';

export interface NoticeToSend {
  customerId: string;
  notice: NoticeName;
  source: { address: string; userAgent: string };
  at: string;
  detail: NoticeDetail;
  /** Of one queued by an older version there is none, and no link to say "this wasn't me". */
  notification?: string | undefined;
}

/** Notices of what nobody did, or somebody else by right: there is nothing in them to disown. */
export const ofNobody: NoticeName[] = [
  'second-factor-missing',
  'notices-held-back',
  'member-role-changed',
  'member-removed',
  'second-factor-required',
];

/**
 * Writes the mail of a notice, with the link that says "this wasn't me": the auth service mints its token, which is
 * secret and stands in the mail only.
 *
 * @returns the mail, and the address that its link is for: the service's own, which counts where the two databases are
 *   not of one mind. Null where there is no link.
 * @throws when the auth service does not answer: the mail is worth more with the link than a minute sooner.
 */
export async function composeNotice(
  { auth, publicUrl }: Pick<Surroundings, 'auth' | 'publicUrl'>,
  reader: { language: string; timeZone: string },
  { customerId, notice, source, at, detail, notification }: NoticeToSend,
): Promise<{ mail: RenderedMail; to: string | null }> {
  const words = knownLanguage(reader.language);
  const offered =
    notification && !ofNobody.includes(notice) ? await offer(auth, customerId, notification) : null;
  const page =
    notice === 'second-factor-missing' ? '/security/authenticator' : '/forgotten-password';
  const mail = renderMail(notice, words, {
    at: momentWords(new Date(at), words, reader.timeZone),
    address: source.address,
    place: breakLinks(placeInWords(source.address, words)),
    device: deviceInWords(source.userAgent, words),
    link: new URL(page, publicUrl).href,
    detail,
    ...(offered && { disown: new URL(`/disown/link?token=${offered.token}`, publicUrl).href }),
  });
  return { mail, to: offered?.email ?? null };
}

async function offer(auth: Surroundings['auth'], subject: string, notice: string) {
  const verdict = await auth.ask('offer-disowning', { subject, notice });
  if (verdict.verdict === 'yes') return verdict;
  if (verdict.verdict === 'no') return null;
  throw new Error('The auth service made no link for the notice.');
}
