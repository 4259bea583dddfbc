import 'server-only';
import { cookies } from 'next/headers';
import { decode } from 'next-auth/jwt';
import { environment } from '../manager/environment.ts';
import { cookieName } from './cookie-names.ts';

/** The session token in the request's cookie, or null where there is none that we made. Secret. */
export async function readSessionToken(): Promise<string | null> {
  const { publicUrl, sessionSecret } = environment();
  const name = cookieName('session', publicUrl.protocol === 'https:');
  const cookie = (await cookies()).get(name)?.value;
  if (!cookie) return null;
  try {
    const content = await decode({ token: cookie, secret: sessionSecret });
    return typeof content?.session === 'string' ? content.session : null;
  } catch {
    return null;
  }
}
