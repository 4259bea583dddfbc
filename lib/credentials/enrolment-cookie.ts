import 'server-only';
import { z } from 'zod';
import { sealedCookie } from '../sessions/sealed-cookie.ts';

/**
 * The key being enrolled, while its first code is awaited: the auth service shows it once and cannot be
 * asked again, and a form's state is no place for it. Sealed, gone after a quarter of an hour.
 */
export const enrolmentCookie = sealedCookie(
  'enrolment',
  15,
  z.object({
    /** The session that began. In any other, the cookie means nothing. */
    sessionId: z.string(),
    /** Secret. */
    uri: z.string(),
    /** Secret. */
    key: z.string(),
  }),
);
