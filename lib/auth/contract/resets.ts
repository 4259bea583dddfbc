import { z } from 'zod';
import { describedMax } from './staff.ts';
import { code, no, source, subject, yes } from './values.ts';

/** Most subjects one list-scoped reset may name in one request. */
export const resetListMax = 10_000;
/** Most subjects one reset may name in all its batches together. */
export const resetNamedMax = 1_000_000;
/** Most subjects whose steps in a reset are listed at once: an answer's size is bounded. */
export const resetStepsMax = 5_000;
/** Most moments of one curve. */
const chartMomentsMax = 60;

/** Whom a reset concerns, by what the service knows: all that is said holds. With nothing said, everybody. */
export const resetRule = z.strictObject({
  /** The password is stored in an older form. */
  legacy: z.boolean().default(false),
  setBefore: z.iso.datetime().optional(),
  noSecondFactor: z.boolean().default(false),
  /** Found weak or breached when it was last typed. */
  weak: z.boolean().default(false),
});
export type ResetRule = z.infer<typeof resetRule>;
const ruleScope = z.object({
  kind: z.literal('rule'),
  rule: resetRule,
  except: z.array(subject).max(resetListMax).default([]),
});

const batches = z
  .number()
  .int()
  .min(1)
  .max(resetNamedMax / resetListMax);

/** What a reset ends besides passwords, of what the service keeps: each as one row, however many they are. */
const resetEnds = z.strictObject({
  /** Devices and networks that were seen until then have no allowance of their own any more. */
  devices: z.boolean(),
  /** Reset links mailed until then open nothing. */
  links: z.boolean(),
});
/** How many customers have something that would end, and since when some of them. */
const ending = z.object({
  count: z.number().int(),
  examples: z.array(z.object({ subject, at: z.iso.datetime() })).max(3),
});

/** Of a reset: not all whom it names have been named. The batch it waits for; until the last it has no effect. */
const naming = z.object({ verdict: z.literal('naming'), next: z.number().int() });
/** Of a reset: without effect until a second member approves it. */
const proposed = z.object({
  verdict: z.literal('proposed'),
  concerned: z.number().int(),
  expiresAt: z.iso.datetime(),
});

/** Resets of many passwords at once. */
export const resetsVerbs = {
  /**
   * Starts a forced reset. Idempotent by id. One customer's takes any staff member who acts; a campaign takes
   * role security and a fresh code, and above a number of customers is only `proposed`.
   */
  'start-reset': {
    request: z.object({
      reset: z.uuid(),
      scope: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('all'), code }),
        z.object({
          kind: z.literal('subjects'),
          subjects: z.array(subject).min(1).max(resetListMax),
          code: code.optional(),
        }),
        /** More than one request holds: named afterwards, with `add-to-reset`. */
        z.object({ kind: z.literal('list'), batches, code }),
        /** With `batches`, matched among those who are named afterwards. */
        ruleScope.extend({ batches: batches.optional(), code }),
      ]),
      reason: z.string().trim().min(1).max(2_000),
      ends: resetEnds.default({ devices: true, links: true }),
      staff: subject,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ cutoff: z.iso.datetime() }),
      naming,
      proposed,
    ]),
  },
  /**
   * Names a batch of those a reset is about, in order. Takes no code: the reset was started with one, and says how
   * many batches there are. With the last it is proposed or in force. Idempotent by reset and batch.
   */
  'add-to-reset': {
    request: z.object({
      reset: z.uuid(),
      batch: z.number().int().min(0),
      subjects: z.array(subject).max(resetListMax),
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ cutoff: z.iso.datetime() }),
      naming,
      proposed,
    ]),
  },
  /** Whom a rule would concern now, of all or of some, with a few of them. Takes role security; changes nothing. */
  'preview-reset': {
    request: z.object({
      scope: ruleScope,
      among: z.array(subject).max(resetListMax).optional(),
      staff: subject,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        concerned: z.number().int(),
        examples: z.array(subject).max(10),
        devices: ending,
        links: ending,
      }),
    ]),
  },
  /**
   * Whom a reset in force concerns, a part at a time; `after` is the last of the part before. With `among`,
   * which of these had a password then and have not chosen a new one since.
   */
  'list-reset': {
    request: z.object({
      reset: z.uuid(),
      after: subject.optional(),
      among: z.array(subject).min(1).max(describedMax).optional(),
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ subjects: z.array(subject).max(resetListMax) }),
    ]),
  },
  /** Puts a proposed reset in force: another security member, with a fresh code. Idempotent by who approves. */
  'approve-reset': {
    request: z.object({ reset: z.uuid(), staff: subject, code, source }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ cutoff: z.iso.datetime() })]),
  },
  /** Takes a proposed reset back. Takes role security. */
  'cancel-reset': {
    request: z.object({ reset: z.uuid(), staff: subject, source }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  /**
   * Takes a reset in force back, within a day: passwords, devices and links that it closed open again. Takes role
   * security and a fresh code, of a second member too where the reset took one; until then it is `asked`.
   */
  'take-back-reset': {
    request: z.object({ reset: z.uuid(), staff: subject, code, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes,
      z.object({ verdict: z.literal('asked'), until: z.iso.datetime() }),
    ]),
  },
  /** How far a reset has come: whom it concerned, and who has chosen a new password since. */
  'describe-reset': {
    request: z.object({ reset: z.uuid() }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        cutoff: z.iso.datetime(),
        approvedBy: subject.nullable(),
        concerned: z.number().int(),
        done: z.number().int(),
        /** Until when it can be taken back, and who has asked for it; null once that is over. */
        takeBack: z.object({ until: z.iso.datetime(), askedBy: subject.nullable() }).nullable(),
      }),
      naming,
      proposed,
      z.object({ verdict: z.literal('cancelled') }),
      z.object({ verdict: z.literal('expired') }),
    ]),
  },
  /**
   * How many had opened the link, and how many had chosen a new password, at each of these moments. Whatever
   * is later than the last counts there.
   */
  'chart-reset': {
    request: z.object({
      reset: z.uuid(),
      moments: z
        .array(z.iso.datetime())
        .min(1)
        .max(chartMomentsMax)
        .refine((moments) =>
          moments.every(
            (at, index) => Date.parse(at) > Date.parse(moments[index - 1] ?? '1970-01-01'),
          ),
        ),
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ opened: z.array(z.number().int()), done: z.array(z.number().int()) }),
    ]),
  },
  /** When who opened the link and chose a new password, a part at a time; `after` is the last of the part before. */
  'list-reset-steps': {
    request: z.object({ reset: z.uuid(), after: subject.optional() }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        steps: z
          .array(
            z.object({
              subject,
              openedAt: z.iso.datetime().nullable(),
              doneAt: z.iso.datetime().nullable(),
            }),
          )
          .max(resetStepsMax),
      }),
    ]),
  },
} as const;
