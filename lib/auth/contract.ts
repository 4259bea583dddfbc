import { z } from 'zod';

/**
 * What applications may ask the auth service, and all it may answer. Pure: both sides share this file
 * and nothing else. No verdict carries a password, a hash, a TOTP key or a token that was stored, with
 * four exceptions at the moment of creation: a TOTP key, recovery codes, a grant or challenge, and the token
 * of a link that locks an account.
 */

/** Longest email accepted (RFC 5321 4.5.3.1.3 less the brackets). */
const emailMaxLength = 254;
/** Longest password accepted, in code points after NFC; refused before any hashing. */
export const passwordMaxLength = 256;
/** Shortest password accepted, in code points, without and with a second factor (NIST SP 800-63B-4 3.1.1.2). */
export const passwordMinLength = { alone: 15, withSecondFactor: 8 };
/** Longest word of a customer's context that is passed along with a new password. */
export const contextMaxLength = 200;
/** Most subjects one list-scoped reset may name in one request. */
export const resetListMax = 10_000;
/** Most subjects one reset may name in all its batches together. */
export const resetNamedMax = 1_000_000;
/** Most subjects whose steps in a reset are listed at once: an answer's size is bounded. */
export const resetStepsMax = 5_000;
/** Most moments of one curve. */
const chartMomentsMax = 60;
/** Most mails in trouble that are listed of each sort. */
export const mailsListedMax = 50;
/** Most subjects that are described at once. */
export const describedMax = 500;
/** Most people of one account, those who are invited included. */
export const accountMembersMax = 200;
/** Most rows one import request may carry. */
export const importBatchMax = 500;

/** Emails are compared in lower case; no mailbox in practice differs by case alone. */
export const email = z
  .string()
  .max(emailMaxLength)
  .regex(/^[^\s@\p{Cc}]+@[^\s@.\p{Cc}]+(\.[^\s@.\p{Cc}]+)+$/u)
  .transform((value) => value.normalize('NFC').toLowerCase());
// Refused by length, in UTF-16 units, before it is normalised: that takes time by the square of the
// length of a run of combining marks, and zod would go on to the refinement all the same.
const password = z
  .string()
  .min(1)
  .max(passwordMaxLength * 4, { abort: true })
  .refine(
    (value) => value.isWellFormed() && [...value.normalize('NFC')].length <= passwordMaxLength,
  );
const code = z.string().min(1).max(64);
const subject = z.uuid();
const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** The two kinds of key that rotate: the one that seals rows, and the one that passwords are hashed with. */
const keyKind = z.enum(['key-encryption', 'pepper']);
const language = z.enum(['en', 'fr']);
/** What a member of staff is. Somebody without one is a customer. */
export const staffRole = z.enum(['support', 'security', 'auditor']);
// Mails and lists repeat it: no room for a sentence, an address or a link of somebody else's.
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 +-]{0,39}$/);
/** What the asking device calls itself and where it is, each of a closed set. It decides nothing. */
const surroundings = z.object({
  browser: name.optional(),
  system: name.optional(),
  place: z.union([z.enum(['local', 'unknown']), z.string().regex(/^[A-Z]{2}$/)]),
});
/** Who is asking, as the application saw them: the address decides throttling and is journalled. */
const source = z.object({
  address: z.union([z.ipv4(), z.ipv6()]),
  /** Of the device, from an earlier yes. One that is none of ours is as good as none. */
  device: z.string().max(256).optional(),
  surroundings: surroundings.optional(),
});
const device = z.string().regex(/^[\w-]{22}\.[\w-]{43}$/);
const no = z.object({ verdict: z.literal('no') });
const yes = z.object({ verdict: z.literal('yes') });

/** Whom a reset concerns, by what the service knows: all that is said holds. With nothing said, everybody. */
export const resetRule = z.strictObject({
  /** The password is stored in an older form. */
  legacy: z.boolean().default(false),
  setBefore: z.iso.datetime().optional(),
  noSecondFactor: z.boolean().default(false),
  /** Found weak or breached when it was last typed. */
  weak: z.boolean().default(false),
});
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

/** Why a new password is refused. Told only to somebody entitled to set one. */
const passwordRefusal = z.object({
  because: z.enum(['too-short', 'too-long', 'same', 'common', 'breached', 'context', 'guessable']),
  /** Of `context`: whose word it is mostly made of. */
  word: z.enum(['name', 'email', 'company', 'product']).optional(),
});
const refused = passwordRefusal.extend({ verdict: z.literal('refused') });
/** What is known against a password in force, judged when it was last typed. */
export const passwordWeakness = z.enum(['breached', 'common', 'context', 'guessable', 'too-short']);
/** Words that a guesser knows about the customer and that the service does not; it adds email and product. */
const context = z.object({
  name: z.string().max(contextMaxLength).optional(),
  company: z.string().max(contextMaxLength).optional(),
});
/** By what a second factor is proven. */
export const secondFactorMethod = z.enum(['totp', 'recovery-code', 'passkey']);
export type SecondFactorMethod = z.output<typeof secondFactorMethod>;
/** By what somebody signed in. A mailed code comes on top of the password, and is no second factor. */
export const signInMethod = z.enum(['password', 'mailed-code', ...secondFactorMethod.options]);
const recoveryCodes = z.array(z.string()).length(10);
/** What somebody is in a company's account. Restricted people keep to what is their own. */
export const memberRole = z.enum(['owner', 'restricted']);
const disowning = yes.extend({
  subject,
  notice: z.uuid(),
  doneAt: z.iso.datetime().nullable(),
});

/** Most passkeys of one subject, and the longest name of one, in UTF-16 units. */
export const passkeysMax = 10;
export const passkeyNameMaxLength = 40;
const passkeyName = z
  .string()
  .max(passkeyNameMaxLength * 4, { abort: true })
  .transform((value) => value.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(passkeyNameMaxLength)
      .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u),
  );
const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/);
const credentialId = base64url(1_400);
const signed = z.object({ id: credentialId, type: z.literal('public-key') });
/** What an authenticator signed, as the browser passes it on (WebAuthn 3, 5.1). What is not named here is dropped. */
export const passkeyAssertion = signed.extend({
  response: z.object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(2_000),
    signature: base64url(2_000),
    userHandle: base64url(100).optional(),
  }),
});
/** A new passkey, as the browser passes it on. */
export const passkeyAttestation = signed.extend({
  response: z.object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(12_000),
    transports: z
      .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
      .max(7)
      .optional(),
  }),
});
/** Of `passkey`, what was signed and for which challenge; of the others, what was typed. */
const shown = z.union([code, z.object({ flow: token, assertion: passkeyAssertion })]);
/** An owner's fresh proof: the password, and the second factor where there is one. */
const ownerProof = z.object({
  owner: subject,
  password,
  method: secondFactorMethod.optional(),
  code: shown.optional(),
  source,
});
const descriptors = z.array(
  z.object({ id: z.string(), type: z.literal('public-key'), transports: z.array(z.string()) }),
);
const userVerification = z.literal('required');
/** What the browser is to ask an authenticator for (WebAuthn 3, 5.5). Public. */
const assertionOptions = z.object({
  challenge: token,
  rpId: z.string(),
  timeout: z.number().int(),
  userVerification,
  allowCredentials: descriptors,
});
/** What the browser is to ask an authenticator to make (WebAuthn 3, 5.4). Public. */
const attestationOptions = z.object({
  challenge: token,
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  timeout: z.number().int(),
  attestation: z.literal('none'),
  excludeCredentials: descriptors,
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification,
  }),
});
const resetRequired = z.object({
  verdict: z.literal('reset-required'),
  because: z.enum([
    'reset',
    'authenticator-void',
    'second-factor-disabled',
    'mailed-code-disabled',
    'weak-password',
  ]),
  /** In words of the company’s own; empty where there are none. */
  reason: z.string(),
  /** What is wrong with a weak password. */
  weakness: passwordWeakness.optional(),
});

/** Every verb: what it takes and the only answers it may give. */
export const verbs = {
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
  /**
   * A challenge for a passkey that is there already, good once, for five minutes, with the flow's token alone: that one
   * is for the browser to keep, and the options are for its page. A no says only that there is nothing to ask for.
   */
  'begin-passkey-proof': {
    request: z.object({
      for: z.discriminatedUnion('purpose', [
        /** Whoever answers says who they are. */
        z.object({ purpose: z.literal('sign-in') }),
        /** On top of the password, whose challenge this is. */
        z.object({ purpose: z.literal('second-factor'), challenge: token }),
        /** By a mailed link. */
        z.object({ purpose: z.literal('link'), token }),
        /** To change factors. */
        z.object({ purpose: z.literal('change'), subject }),
      ]),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ flow: token, options: assertionOptions }),
    ]),
  },
  /** Is this a passkey of anybody’s? It is both factors, since the device has verified its user. */
  'verify-passkey': {
    request: z.object({ flow: token, assertion: passkeyAssertion, source }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ grant: token, device }),
      resetRequired,
    ]),
  },
  /** A challenge for a new passkey. Takes the password, and a second factor where there is one. */
  'begin-passkey': {
    request: z.object({
      subject,
      password,
      method: secondFactorMethod.optional(),
      code: shown.optional(),
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      z.object({ verdict: z.literal('enough') }),
      yes.extend({ flow: token, options: attestationOptions }),
    ]),
  },
  /** Keeps the new passkey; the recovery codes that go with a first factor are shown this once. */
  'confirm-passkey': {
    request: z.object({
      subject,
      flow: token,
      attestation: passkeyAttestation,
      name: passkeyName,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({ recoveryCodes: recoveryCodes.optional() }),
    ]),
  },
  /** A subject's passkeys, oldest first. Of none the key, nor the id that its authenticator knows it by. */
  'list-passkeys': {
    request: z.object({ subject }),
    verdict: z.discriminatedUnion('verdict', [
      no,
      yes.extend({
        passkeys: z.array(
          z.object({
            passkey: z.uuid(),
            name: z.string(),
            createdAt: z.iso.datetime(),
            lastUsedAt: z.iso.datetime().nullable(),
            browser: z.string().nullable(),
            system: z.string().nullable(),
            place: z.string().nullable(),
            /** Kept by its maker's cloud as well, and so on several devices. */
            synced: z.boolean(),
          }),
        ),
      }),
    ]),
  },
  'rename-passkey': {
    request: z.object({
      subject,
      passkey: z.uuid(),
      name: passkeyName,
      password,
      method: secondFactorMethod,
      code: shown,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
  },
  'remove-passkey': {
    request: z.object({
      subject,
      passkey: z.uuid(),
      password,
      method: secondFactorMethod,
      code: shown,
      source,
    }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ left: z.boolean() })]),
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
      }),
    ]),
  },
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
  /** Makes the token of a "this wasn't me" link for one notice, for the worker that mails it. It can lock the account only. */
  'offer-disowning': {
    request: z.object({ subject, notice: z.uuid() }),
    verdict: z.discriminatedUnion('verdict', [no, yes.extend({ token })]),
  },
  /** What such a link is about, and when the account was locked by it. Changes nothing. */
  'inspect-disowning': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [no, disowning]),
  },
  /** Blocks the password until a reset by mailed link, which is sent. Once; later, it says when that was. */
  'disown-account': {
    request: z.object({ token, source }),
    verdict: z.discriminatedUnion('verdict', [no, disowning.extend({ doneAt: z.iso.datetime() })]),
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
  /** In which language links are mailed. */
  'set-language': {
    request: z.object({ subject, language }),
    verdict: z.discriminatedUnion('verdict', [no, yes]),
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
  /**
   * Declares every authenticator void that was confirmed until now; customers come back by a mailed link and
   * enrol anew. Without a reason it only counts. Idempotent by id.
   */
  'void-authenticators': {
    request: z.object({ id: z.uuid(), reason: z.string().trim().min(1).max(2_000).optional() }),
    verdict: yes.extend({ cutoff: z.iso.datetime().nullable(), concerned: z.number().int() }),
  },
  /** Begins to replace a key, in the background; joins the rotation of its kind that is under way. */
  'rotate-keys': {
    request: z.object({ kind: keyKind }),
    verdict: yes.extend({ joined: z.boolean() }),
  },
  /** Which versions of keys there are, and how far rotations have come. `count` also counts the rows of each. */
  'describe-keys': {
    request: z.object({ count: z.boolean() }),
    verdict: yes.extend({
      source: z.enum(['file', 'command', 'url']),
      versions: z.array(
        z.object({
          kind: keyKind,
          version: z.number().int(),
          state: z.enum(['current', 'old', 'retired']),
          since: z.iso.datetime(),
          /** Whether the key source still yields it. */
          inSource: z.boolean(),
          /** Rows that need it; null when not counted. */
          rows: z.number().int().nullable(),
        }),
      ),
      /** Rows that name no version known here: damaged. Null when not counted. */
      strangers: z.number().int().nullable(),
      /** The newest of each kind. */
      rotations: z.array(
        z.object({
          kind: keyKind,
          state: z.enum(['begun', 'made', 'promoted', 'proven', 'done']),
          from: z.number().int(),
          to: z.number().int().nullable(),
          waitingFor: z.string().nullable(),
          rowsTotal: z.number().int(),
          rowsDone: z.number().int(),
          startedAt: z.iso.datetime(),
          endedAt: z.iso.datetime().nullable(),
        }),
      ),
    }),
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

export type Verb = keyof typeof verbs;
/** What a caller sends: before normalisation. */
export type RequestOf<V extends Verb> = z.input<(typeof verbs)[V]['request']>;
export type VerdictOf<V extends Verb> = z.output<(typeof verbs)[V]['verdict']>;
export type PasswordRefusal = z.infer<typeof passwordRefusal>;
export type PasswordWeakness = z.infer<typeof passwordWeakness>;
export type PasswordContext = z.infer<typeof context>;
export type ResetRule = z.infer<typeof resetRule>;
export type Source = z.infer<typeof source>;

/** Header that names the caller; `authorization: Bearer` carries its key. */
export const callerHeader = 'x-bulkhead-caller';
/** Header that ties one request together across processes' logs. */
export const requestIdHeader = 'x-bulkhead-request';
/** Header with the sender's time, on questions and answers alike: ISO 8601 in UTC, with milliseconds. */
export const timeHeader = 'x-bulkhead-time';
/** Furthest that the clocks of who asks and who answers may be apart. */
const clocksApartMaxMs = 600_000;

/** Whether two clocks agree well enough to decide by. A time that is missing or malformed agrees with none. */
export function clocksAgree(said: string | string[] | undefined, now: Date): boolean {
  const time = typeof said === 'string' ? new Date(said) : new Date(Number.NaN);
  // Only one spelling is taken: not every text that a Date can be made of is a time.
  if (Number.isNaN(time.getTime()) || time.toISOString() !== said) return false;
  return Math.abs(time.getTime() - now.getTime()) <= clocksApartMaxMs;
}

/** Largest request or reply body, bytes. */
export const bodyMaxBytes = 1_048_576;
