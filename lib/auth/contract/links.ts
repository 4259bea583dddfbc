import { z } from 'zod';
import {
  context,
  device,
  email,
  language,
  no,
  passwordMaxLength,
  refused,
  secondFactorMethod,
  shown,
  source,
  subject,
  token,
  yes,
} from './values.ts';

const disowning = yes.extend({
  subject,
  notice: z.uuid(),
  doneAt: z.iso.datetime().nullable(),
  /** The mail went to the address that the account had before: that one is put back. */
  restores: z.boolean(),
});

/** What is mailed as a link: a new password, an invitation, and "this wasn’t me". */
export const linksVerbs = {
  /**
   * Makes the token of a "this wasn't me" link for one notice, for the worker that mails it to this address: the
   * service's own, null where that is damaged. The token can lock the account only.
   */
  'offer-disowning': {
    request: z.object({ subject, notice: z.uuid() }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ token, email: z.string().nullable() }),
    ]),
  },
  /** What such a link is about, and when the account was locked by it. Changes nothing. */
  'inspect-disowning': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [no, disowning]),
  },
  /**
   * Blocks the password until a reset by mailed link, which is sent. Once; later, it says when that was. `email` is the
   * account's address now, null where that is damaged.
   */
  'disown-account': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      disowning.extend({ doneAt: z.iso.datetime(), email: z.string().nullable() }),
    ]),
  },
  /** Always yes: whether the address is known is found out only when the mail is sent, or not. */
  'request-link': {
    request: z.object({ email, source }),
    verdict: yes,
  },
  /** What the bearer of a mailed link may do with it. Does not use it up. */
  'inspect-link': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        subject,
        purpose: z.enum(['reset', 'invitation']),
        secondFactor: z.boolean(),
        methods: z.array(secondFactorMethod),
      }),
    ]),
  },
  /** Sets a new password by a mailed link, with a second factor where one is enrolled. Uses the link up. */
  'complete-link': {
    request: z.object({
      token,
      password: z.string().max(passwordMaxLength * 8),
      context: context.default({}),
      method: secondFactorMethod.optional(),
      code: shown.optional(),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      refused,
      z.object({ verdict: z.literal('wrong-code') }),
      yes.extend({
        subject,
        purpose: z.enum(['reset', 'invitation']),
        method: secondFactorMethod.optional(),
        device,
      }),
    ]),
  },
  /** In which language links are mailed. */
  'set-language': {
    request: z.object({ subject, language }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
} as const;
