import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { ask } from '../auth/client.ts';
import { verbs } from '../auth/contract.ts';
import { withRoom } from '../customers/with-room.ts';
import { database } from '../manager/database.ts';
import { environment } from '../manager/environment.ts';
import { requestSource } from '../manager/request.ts';
import { cookieName, cookieOptions } from './cookie-names.ts';
import { absoluteHours } from './limits.ts';
import { startSession } from './start-session.ts';

const credentials = z.object({ grant: verbs['redeem-grant'].request.shape.grant });

/** How next-auth carries a session: an encrypted cookie that holds nothing but the session's token. */
export function sessionOptions(): NextAuthOptions {
  const { publicUrl, sessionSecret } = environment();
  const secure = publicUrl.protocol === 'https:';
  const cookie = (kind: 'session' | 'csrf' | 'callback') => ({
    name: cookieName(kind, secure),
    options: cookieOptions(secure),
  });
  return {
    providers: [Credentials({ credentials: { grant: {} }, authorize: redeem })],
    session: { strategy: 'jwt', maxAge: absoluteHours * 3_600 },
    secret: sessionSecret,
    useSecureCookies: secure,
    cookies: {
      sessionToken: cookie('session'),
      csrfToken: cookie('csrf'),
      callbackUrl: cookie('callback'),
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    callbacks: {
      // A throw in here would delete the cookie: neither callback can.
      jwt: ({ token, user }) => ({ session: user ? user.id : token.session }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: () => publicUrl.origin,
    },
    // next-auth's messages may carry what was posted; a refused grant has been journalled already.
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  };
}

// All that signing in sees: a grant, redeemed once. Whatever goes wrong is a no.
async function redeem(received: unknown): Promise<{ id: string } | null> {
  try {
    const { grant } = credentials.parse(received);
    const verdict = await ask('redeem-grant', { grant, purpose: 'sign-in' });
    if (verdict.verdict !== 'yes') return null;
    const [db, source] = [database(), await requestSource()];
    const start = () => startSession(db, verdict, source);
    return { id: await withRoom({ db, ask }, verdict.email, start) };
  } catch {
    return null;
  }
}
