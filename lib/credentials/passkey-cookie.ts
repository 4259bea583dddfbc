import 'server-only';
import { z } from 'zod';
import { sealedCookie } from '../sessions/sealed-cookie.ts';

/** The flow in which a passkey is asked to sign: what it signs is worth something in this browser only. Secret. */
export const passkeyCookie = sealedCookie('passkey', 5, z.object({ flow: z.string() }));

/** The same while a new one is made, and what it will be called. In any session but the one that began it, it means nothing. */
export const newPasskeyCookie = sealedCookie(
  'new-passkey',
  5,
  z.object({ sessionId: z.string(), flow: z.string(), name: z.string() }),
);
