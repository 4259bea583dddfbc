import { z } from 'zod';
import {
  email,
  no,
  password,
  secondFactorMethod,
  shown,
  source,
  subject,
  token,
  yes,
} from './values.ts';

/** Which mailbox a link was mailed to: the one the account has, or the one it is to have. */
export const emailSide = z.enum(['old', 'new']);
export type EmailSide = z.output<typeof emailSide>;

/** How somebody's address is changed: asked for by proof, and confirmed from both mailboxes. */
export const emailVerbs = {
  /**
   * Asks for another address, in the place of what was asked before. Takes the password, and a second factor where there
   * is one. Whether the address is somebody's is not told: that is found out by mail. `askedIn` names the session, for
   * the caller to find it again.
   */
  'request-email-change': {
    request: z.object({
      subject,
      email,
      password,
      method: secondFactorMethod.optional(),
      code: shown.optional(),
      askedIn: z.uuid(),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      z.object({ verdict: z.literal('limited') }),
      z.object({ verdict: z.literal('same') }),
      yes.extend({ expiresAt: z.iso.datetime() }),
    ]),
  },
  /**
   * The address a subject has, null where that is damaged; and the change they wait for, and which mailbox has confirmed
   * it, null where there is none.
   */
  'describe-email-change': {
    request: z.object({ subject }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        email: z.string().nullable(),
        pending: z
          .object({
            email: z.string(),
            expiresAt: z.iso.datetime(),
            oldConfirmedAt: z.iso.datetime().nullable(),
            newConfirmedAt: z.iso.datetime().nullable(),
          })
          .nullable(),
      }),
    ]),
  },
  /** Takes back a change that is not made yet. */
  'cancel-email-change': {
    request: z.object({ subject, source }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  /** What a mailed link to confirm a change is about. Changes nothing. `email` is the new address, for either mailbox. */
  'inspect-email-change': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        subject,
        side: emailSide,
        email: z.string(),
        /** By this mailbox, and by the other. */
        confirmed: z.boolean(),
        otherConfirmed: z.boolean(),
        doneAt: z.iso.datetime().nullable(),
      }),
    ]),
  },
  /**
   * Confirms a change from one mailbox; with the second it is made, and said again to the same question. `taken`: the new
   * address is another's by now, which only its own mailbox is told; `impossible`: it cannot be made any more.
   */
  'confirm-email-change': {
    request: z.object({ token, side: emailSide, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      z.object({ verdict: z.literal('taken') }),
      z.object({ verdict: z.literal('impossible') }),
      yes.extend({
        subject,
        askedIn: z.uuid(),
        /** Once it is made: since when, and the subject's address now. */
        done: z.object({ at: z.iso.datetime(), email: z.string() }).nullable(),
      }),
    ]),
  },
  /** Ends a change that is not made yet, from the mailbox of the address the account has. */
  'refuse-email-change': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ subject })]),
  },
} as const;
