import { type NoticeQuery, shownStates } from './list-notices.ts';

/** Longest name of a domain (RFC 1035 2.3.4). */
const longest = 253;

/** Which notices a URL asks for. A state or a place that there is not is none; a domain that nobody has finds nothing. */
export function readQuery(
  asked: Partial<Record<'state' | 'domain' | 'before', unknown>>,
): NoticeQuery {
  const typed = typeof asked.domain === 'string' ? asked.domain : '';
  // An address is taken for its domain.
  const domain = typed.replaceAll('\0', '').toWellFormed().trim().toLowerCase().split('@').at(-1);
  const before = /^[1-9]\d{0,17}$/.test(String(asked.before))
    ? BigInt(String(asked.before))
    : undefined;
  return {
    shown: shownStates.find((known) => known === asked.state),
    domain: domain?.slice(0, longest).toWellFormed() || undefined,
    before,
  };
}

/** The page of these notices. */
export function hrefOf(
  { shown, domain, before }: NoticeQuery,
  more: Record<string, string> = {},
): string {
  const parameters = new URLSearchParams({
    ...(shown && { state: shown }),
    ...(domain && { domain }),
    ...(before && { before: String(before) }),
    ...more,
  }).toString();
  return parameters ? `/staff/mail?${parameters}` : '/staff/mail';
}
