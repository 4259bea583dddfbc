/** A short-lived cookie of ours whose content is sealed. */
export type SealedKind =
  | 'challenge'
  | 'link'
  | 'setup'
  | 'enrolment'
  | 'disown'
  | 'email'
  | 'passkey'
  | 'new-passkey';

/**
 * The names of our cookies. Over https they carry `__Host-`: only this origin, over https, can have set
 * them. next-auth joins every cookie whose name begins with the session's: none other may.
 */
export function cookieName(
  kind: 'session' | 'csrf' | 'callback' | 'device' | 'form' | 'language' | 'theme' | SealedKind,
  secure: boolean,
): string {
  return `${secure ? '__Host-' : ''}bulkhead.${kind}`;
}

/** How each of them is set. */
export function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
}
