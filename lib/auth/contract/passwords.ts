import { z } from 'zod';
import {
  context,
  email,
  emailMaxLength,
  language,
  no,
  password,
  passwordMaxLength,
  passwordRefusal,
  passwordWeakness,
  refused,
  source,
  subject,
  yes,
} from './values.ts';

/** Most rows one import request may carry. */
export const importBatchMax = 500;

/** Passwords: changed, rated, counted, and taken over from older systems. */
export const passwordsVerbs = {
  'change-password': {
    request: z.object({
      subject,
      current: password,
      next: z.string().max(passwordMaxLength * 8),
      context: context.default({}),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [no, refused, yes]),
  },
  /** How good a password being typed would be. About nobody: hashes nothing, and knows what it is told. */
  'rate-password': {
    request: z.object({
      password: z
        .string()
        .min(1)
        .max(passwordMaxLength * 8),
      secondFactor: z.boolean(),
      context: context.extend({ email: z.string().max(emailMaxLength).optional() }),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ score: z.number().int().min(0).max(4), refusal: passwordRefusal.nullable() }),
    ]),
  },
  /** Takes over credentials of an older system. Each row is answered for itself; a known email is left as it is. */
  'import-credentials': {
    request: z.object({
      rows: z
        .array(
          z.object({
            subject,
            email,
            language,
            passwordHash: z.string().max(1_024),
            passwordSetAt: z.iso.datetime(),
            totpKey: z.string().max(256).optional(),
          }),
        )
        .min(1)
        .max(importBatchMax),
    }),
    verdict: yes.extend({
      results: z.array(
        z.discriminatedUnion('result', [
          z.object({ result: z.literal('imported'), subject }),
          z.object({ result: z.literal('present'), subject }),
          z.object({
            result: z.literal('rejected'),
            because: z.enum([
              'unknown-format',
              'absurd-rounds',
              'malformed-hash',
              'malformed-totp-key',
            ]),
          }),
        ]),
      ),
    }),
  },
  /** Wraps what older systems left, in the background: starts, pauses, resumes, or only tells. */
  'wrap-legacy-hashes': {
    request: z.object({
      action: z.enum(['start', 'pause', 'resume', 'status']),
      rowsPerSecond: z.number().min(0.01).max(10_000).optional(),
    }),
    verdict: yes.extend({
      state: z.enum(['none', 'running', 'paused', 'done']),
      rowsPerSecond: z.number(),
      wrapped: z.number().int(),
      left: z.number().int(),
      /** Subjects whose stored hash is damaged; the first hundred. */
      skipped: z.array(subject),
    }),
  },
  /** How many hashes are stored of which kind, when the old ones will be gone, and who has a second factor besides. */
  'describe-passwords': {
    request: z.strictObject({}),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        counts: z.array(
          z.object({
            scheme: z.string(),
            cost: z.number().int(),
            /** 0: none. */
            pepperVersion: z.number().int(),
            count: z.number().int(),
            current: z.boolean(),
          }),
        ),
        /** Passwords in force that were found weak when last typed. */
        weak: z.array(z.object({ weakness: passwordWeakness, count: z.number().int() })),
        oldestDormant: z.object({ subject, passwordSetAt: z.iso.datetime() }).nullable(),
        history: z.array(z.object({ day: z.iso.date(), outdated: z.number().int() })),
        /** Null where the days known do not tell. */
        projectedEnd: z.iso.date().nullable(),
        /** How many of those with a password have a second factor as well: now, and day by day. */
        secondFactors: z.object({
          count: z.number().int(),
          history: z.array(
            z.object({ day: z.iso.date(), accounts: z.number().int(), count: z.number().int() }),
          ),
        }),
      }),
    ]),
  },
} as const;
