import 'server-only';
import { cookies } from 'next/headers';
import { environment } from '../manager/environment.ts';
import { cookieName } from './cookie-names.ts';
import { openSessionCookie } from './open-session-cookie.ts';

/** The session token in the request's cookie, or null where there is none that we made. Secret. */
export async function readSessionToken(): Promise<string | null> {
  const { publicUrl, sessionSecret } = environment();
  const name = cookieName('session', publicUrl.protocol === 'https:');
  const cookie = (await cookies()).get(name)?.value;
  return cookie ? openSessionCookie(cookie, sessionSecret) : null;
}
