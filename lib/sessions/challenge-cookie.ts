import 'server-only';
import { z } from 'zod';
import { secondFactorMethod } from '../auth/contract.ts';
import { sealedCookie } from './sealed-cookie.ts';

/** Somebody half-way in: the password was right, and a second factor or a mailed code is still to come. */
export const challengeCookie = sealedCookie(
  'challenge',
  10,
  z.object({
    /** The auth service's challenge. Secret. */
    challenge: z.string(),
    asks: z.enum(['second-factor', 'mailed-code']),
    /** By what a second factor is proven. */
    methods: z.array(secondFactorMethod).default([]),
    /** As typed, to say who is signing in. */
    email: z.string(),
    /** Whose activity a wrong code belongs to; null where the manager does not know the email. */
    customerId: z.string().nullable(),
    next: z.string(),
  }),
);
