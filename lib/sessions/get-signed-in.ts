import 'server-only';
import { cache } from 'react';
import { database } from '../manager/database.ts';
import { findSession, type SignedIn } from './find-session.ts';
import { readSessionToken } from './read-session-token.ts';

export type { SignedIn } from './find-session.ts';

/**
 * Who is signed in, asked of the database once a request; null when nobody is.
 * @throws when the database cannot be asked. The cookie stays: an outage signs nobody out.
 */
export const getSignedIn = cache(async (): Promise<SignedIn | null> => {
  const token = await readSessionToken();
  return token ? findSession(database(), token) : null;
});
