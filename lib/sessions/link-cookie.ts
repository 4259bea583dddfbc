import 'server-only';
import { z } from 'zod';
import { sealedCookie } from './sealed-cookie.ts';

const token = z.object({ token: z.string() });

/** The token of a mailed link, kept out of the address bar, the history and the referrer. Secret. */
export const linkCookie = sealedCookie('link', 30, token);

/** The same for the one-time set-up link. Secret. */
export const setupCookie = sealedCookie('setup', 60, token);

/** The same for a link that says "this wasn't me". It can only lock; secret all the same. */
export const disownCookie = sealedCookie('disown', 30, token);

/** The same for a link that confirms or refuses a change of address. Secret. */
export const emailCookie = sealedCookie('email', 30, token);
