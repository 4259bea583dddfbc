import { z } from 'zod';
import {
  base64url,
  device,
  no,
  passkeyAssertion,
  password,
  recoveryCodes,
  resetRequired,
  secondFactorMethod,
  shown,
  signed,
  source,
  subject,
  token,
  yes,
} from './values.ts';

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

/** Passkeys (WebAuthn 3). */
export const passkeysVerbs = {
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
} as const;
