import { z } from 'zod';
import {
  code,
  no,
  password,
  passwordWeakness,
  recoveryCodes,
  secondFactorMethod,
  shown,
  source,
  subject,
  yes,
} from './values.ts';

/** Authenticators, recovery codes and remembered devices. */
export const factorsVerbs = {
  /** Makes a TOTP key, shown this once, pending until its first code. Takes the password, and a passkey where there is one. */
  'begin-totp': {
    request: z.object({
      subject,
      password,
      method: secondFactorMethod.optional(),
      code: shown.optional(),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ uri: z.string(), key: z.string() }),
    ]),
  },
  /** Confirms the pending key with its first code; the recovery codes that go with a first factor are shown this once. */
  'confirm-totp': {
    request: z.object({ subject, code, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ recoveryCodes: recoveryCodes.optional() }),
    ]),
  },
  'disable-totp': {
    request: z.object({ subject, password, method: secondFactorMethod, code: shown, source }),
    /** `left`: whether a second factor is. */
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ left: z.boolean() })]),
  },
  'replace-recovery-codes': {
    request: z.object({
      subject,
      password,
      method: z.enum(['totp', 'passkey']).default('totp'),
      code: shown,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ recoveryCodes })]),
  },
  /** Facts about a subject's factors. None of them is a credential. */
  'describe-factors': {
    request: z.object({ subject }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        passwordSetAt: z.iso.datetime().nullable(),
        totpSince: z.iso.datetime().nullable(),
        passkeys: z.number().int(),
        recoveryCodesLeft: z.number().int(),
        resetRequired: z.boolean(),
        enrolmentRequired: z.boolean(),
        weakness: passwordWeakness.nullable(),
      }),
    ]),
  },
  /** Where a subject need not type a mailed code, last used first. `device` names one, and is no part of its token. */
  'list-devices': {
    request: z.object({ subject, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        devices: z.array(
          z.object({
            device: z.uuid(),
            browser: z.string().nullable(),
            system: z.string().nullable(),
            place: z.string(),
            lastSeenAt: z.iso.datetime(),
            /** The one that asks. */
            current: z.boolean(),
          }),
        ),
      }),
    ]),
  },
  /** Forgets one device and every network but the asking one, or, without `device`, all of them. */
  'forget-devices': {
    request: z.object({ subject, device: z.uuid().optional(), source }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  /**
   * Declares every authenticator void that was confirmed until now; customers come back by a mailed link and
   * enrol anew. Without a reason it only counts. Idempotent by id.
   */
  'void-authenticators': {
    request: z.object({ id: z.uuid(), reason: z.string().trim().min(1).max(2_000).optional() }),
    verdict: yes.extend({ cutoff: z.iso.datetime().nullable(), concerned: z.number().int() }),
  },
} as const;
