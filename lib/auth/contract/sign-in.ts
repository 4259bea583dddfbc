import { z } from 'zod';
import {
  code,
  device,
  email,
  no,
  password,
  resetRequired,
  secondFactorMethod,
  shown,
  signInMethod,
  source,
  staffRole,
  subject,
  token,
  yes,
} from './values.ts';

/** Signing in, and proving again. */
export const signInVerbs = {
  /** Is this the right password? `reset-required` tells only whoever knows the password that it no longer opens anything. */
  'verify-password': {
    request: z.object({ email, password, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ grant: token, device }),
      z.object({
        verdict: z.literal('second-factor'),
        challenge: token,
        methods: z.array(secondFactorMethod),
      }),
      /** No second factor is enrolled, and neither the device nor the network was seen before. */
      z.object({ verdict: z.literal('mailed-code'), challenge: token }),
      resetRequired,
    ]),
  },
  /** `over`: this challenge will never say yes; begin again with the password. */
  'verify-second-factor': {
    request: z.object({ challenge: token, method: secondFactorMethod, code: shown, source }),
    verdict: z.discriminatedUnion('verdict', [
      no.extend({ challenge: z.enum(['open', 'over']) }),
      yes.extend({ grant: token, device }),
    ]),
  },
  /** Is this the code that was mailed for this challenge? `over` as above. */
  'verify-mailed-code': {
    request: z.object({ challenge: token, code, source }),
    verdict: z.discriminatedUnion('verdict', [
      no.extend({ challenge: z.enum(['open', 'over']) }),
      yes.extend({ grant: token, device }),
    ]),
  },
  /** Mails another code for the challenge, in the place of the one before. `open`: not now, and that one still counts. */
  'send-mailed-code': {
    request: z.object({ challenge: token, source }),
    verdict: z.discriminatedUnion('verdict', [
      no.extend({ challenge: z.enum(['open', 'over']) }),
      yes,
    ]),
  },
  /** Turns a yes into a subject, once, for the caller it was given to. */
  'redeem-grant': {
    request: z.object({ grant: token, purpose: z.enum(['sign-in', 'step-up']) }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        subject,
        method: signInMethod,
        decidedAt: z.iso.datetime(),
        recoveryCodesLeft: z.number().int(),
        /** A void authenticator was taken away: nothing but enrolling another should be open. */
        enrolmentRequired: z.boolean(),
        staffRole: staffRole.nullable(),
        /** The subject's address, for whoever has missed that it changed; not said where it is damaged. */
        email: z.string().optional(),
      }),
    ]),
  },
  /**
   * Is whoever is signed in still the subject? Takes the second factor, or the password where none is enrolled. The
   * grant is of purpose `step-up`: it begins no session.
   */
  'verify-step-up': {
    request: z.object({
      subject,
      proof: z.discriminatedUnion('method', [
        z.object({ method: z.literal('password'), password }),
        z.object({ method: secondFactorMethod, code: shown }),
      ]),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ grant: token })]),
  },
} as const;
