import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { environment } from '../manager/environment.ts';
import { cookieName, cookieOptions } from './cookie-names.ts';
import { absoluteHours } from './limits.ts';
import { askNextAuth } from './next-auth-routes.ts';

const csrfReply = z.object({ csrfToken: z.string() });

/**
 * Exchanges a grant for a session cookie, by next-auth's own two steps: its CSRF token, then its callback.
 * Only in a server action, where cookies can be set.
 * @param grant as the auth service gave it; secret, and used up by this
 * @returns false when no session came of it, for whatever reason
 */
export async function signInWithGrant(grant: string): Promise<boolean> {
  const secure = environment().publicUrl.protocol === 'https:';
  const jar = await cookies();
  const [session, csrf] = [cookieName('session', secure), cookieName('csrf', secure)];

  const asked = await askNextAuth('csrf');
  const reply = csrfReply.safeParse(await asked.json().catch(() => null));
  if (!reply.success) return false;
  const { csrfToken } = reply.data;
  const csrfCookie = cookieIn(asked, csrf);
  if (csrfCookie) jar.set(csrf, csrfCookie, cookieOptions(secure));

  const answered = await askNextAuth('callback/credentials', { csrfToken, grant, json: 'true' });
  const sessionCookie = cookieIn(answered, session);
  jar.delete({ name: csrf, ...cookieOptions(secure) });
  if (!sessionCookie) return false;
  jar.set(session, sessionCookie, { ...cookieOptions(secure), maxAge: absoluteHours * 3_600 });
  return true;
}

function cookieIn(response: Response, name: string): string | undefined {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    if (pair.slice(0, at) === name && value) return decodeURIComponent(value);
  }
  return undefined;
}
