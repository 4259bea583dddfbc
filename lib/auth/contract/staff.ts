import { z } from 'zod';
import {
  code,
  context,
  email,
  language,
  no,
  passwordMaxLength,
  passwordWeakness,
  refused,
  source,
  staffRole,
  subject,
  token,
  yes,
} from './values.ts';

/** Most mails in trouble that are listed of each sort. */
export const mailsListedMax = 50;
/** Most subjects that are described at once. */
export const describedMax = 500;

/** What staff and the worker ask. */
export const staffVerbs = {
  /** The same facts about many, for staff. Who is not known is left out. */
  'describe-subjects': {
    request: z.object({ subjects: z.array(subject).min(1).max(describedMax), staff: subject }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        subjects: z.array(
          z.object({
            subject,
            passwordSetAt: z.iso.datetime().nullable(),
            /** Its hash still has an older system’s form: it was not typed since it was taken over. */
            legacy: z.boolean(),
            weakness: passwordWeakness.nullable(),
            /** Of an authenticator that counts. */
            secondFactorSince: z.iso.datetime().nullable(),
          }),
        ),
      }),
    ]),
  },
  /** Signs the SHA-256 of evidence, with who asked and when. Takes security staff. */
  'sign-evidence': {
    request: z.object({
      investigation: z.uuid(),
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      staff: subject,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ at: z.iso.datetime(), publicKey: z.base64(), signature: z.base64() }),
    ]),
  },
  /** Signs a root over everybody's activity, of so many chains, with the moment. Only the worker may ask. */
  'sign-activity-checkpoint': {
    request: z.object({
      count: z.number().int().min(1).max(2_147_483_647),
      root: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ at: z.iso.datetime(), publicKey: z.base64(), signature: z.base64() }),
    ]),
  },
  /**
   * Mails of this service that its mail server has not taken: to be tried again, or given up. The newest of each. It
   * tells of no link and no code, which such a mail is given anew at each attempt.
   */
  'list-mails': {
    request: z.object({}),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        mails: z
          .array(
            z.object({
              /** Of one that was given up and may be tried again. */
              id: z.uuid().nullable(),
              subject,
              kind: z.string(),
              attempts: z.number(),
              /** When it was given up, or is tried next. */
              at: z.iso.datetime(),
              failure: z.string(),
              reply: z.string(),
            }),
          )
          .max(2 * mailsListedMax),
      }),
    ]),
  },
  /** Has a mail with a link that was given up tried again, with a new link. Takes a staff member. Once a mail. */
  'send-mail-again': {
    request: z.object({ mail: z.uuid(), staff: subject }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ subject })]),
  },
  /** Makes a subject without a password and mails an invitation to choose one. Takes a staff member. */
  invite: {
    request: z.object({ subject, email, language, staff: subject }),
    verdict: z.discriminatedUnion('verdict', [no, z.object({ verdict: z.literal('exists') }), yes]),
  },
  /**
   * Makes a subject staff, of another role, or a customer again (null). Takes a fresh code of a member of
   * security, never the one concerned. Idempotent by id. `at`: what was proven until then opens nothing.
   */
  'change-staff-role': {
    request: z.object({
      change: z.uuid(),
      subject,
      role: staffRole.nullable(),
      code,
      staff: subject,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      z.object({ verdict: z.literal('no-second-factor') }),
      yes.extend({ at: z.iso.datetime() }),
    ]),
  },
  /** Opens the one-time set-up of the first staff member. `closed` once there is one. */
  'open-setup': {
    request: z.object({ tokenHash: z.string().regex(/^[0-9a-f]{64}$/) }),
    verdict: z.discriminatedUnion('verdict', [z.object({ verdict: z.literal('closed') }), yes]),
  },
  /** Makes the first staff member, role security, from the set-up link. Uses the link up. */
  'complete-setup': {
    request: z.object({
      token,
      subject,
      email,
      language,
      password: z.string().max(passwordMaxLength * 8),
      context: context.default({}),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      refused,
      z.object({ verdict: z.literal('exists') }),
      yes,
    ]),
  },
} as const;
