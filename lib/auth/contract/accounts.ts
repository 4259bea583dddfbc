import { z } from 'zod';
import {
  email,
  language,
  no,
  password,
  secondFactorMethod,
  shown,
  source,
  subject,
  yes,
} from './values.ts';

/** Most people of one account, those who are invited included. */
export const accountMembersMax = 200;
/** What somebody is in a company's account. Restricted people keep to what is their own. */
export const memberRole = z.enum(['owner', 'restricted']);
/** An owner's fresh proof: the password, and the second factor where there is one. */
const ownerProof = z.object({
  owner: subject,
  password,
  method: secondFactorMethod.optional(),
  code: shown.optional(),
  source,
});

/** The people of a company’s account. */
export const accountsVerbs = {
  /**
   * Invites an address to the owner's account, or mails the invitation again. `subject` is whom it made a member;
   * null where the address is somebody's, who is told by mail: not for the owner to learn.
   */
  'invite-member': {
    request: ownerProof.extend({ subject, email, language, role: memberRole }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      z.object({ verdict: z.literal('limited') }),
      yes.extend({ subject: subject.nullable() }),
    ]),
  },
  /** Changes what somebody is in the owner's account; never the owner themselves. */
  'change-member': {
    request: ownerProof.extend({ subject, role: memberRole }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  /**
   * Closes somebody of the owner's account; never the owner themselves, nor staff. All they could sign in with is
   * gone. Null: an invitation that made nobody a member is withdrawn, which takes the same proof.
   */
  'remove-member': {
    request: ownerProof.extend({ subject: subject.nullable() }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  /** Whether everybody of the owner's account needs a second factor: who has none is led to enrol at the next sign-in. */
  'require-second-factor': {
    request: ownerProof.extend({ required: z.boolean() }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  /** Who belongs to an owner's account, and who has a second factor. */
  'describe-members': {
    request: z.object({ owner: subject }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        secondFactorRequired: z.boolean(),
        members: z
          .array(
            z.object({
              subject,
              role: memberRole,
              /** Whether they have chosen a password. */
              joined: z.boolean(),
              /** Of an authenticator that counts. */
              secondFactorSince: z.iso.datetime().nullable(),
            }),
          )
          .max(accountMembersMax),
      }),
    ]),
  },
} as const;
