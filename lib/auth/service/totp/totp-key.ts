import { randomBytes } from 'node:crypto';
import { createGuardrails, generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import type { KeyRing } from '../keys/key-ring.ts';
import { totpKeyPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service } from '../service.ts';
import type { SealedTotp } from '../subjects/read-subject.ts';

/** RFC 4226 R6: at least 128 bits, 160 recommended. */
const newKeyBytes = 20;
/** What older systems gave out, and we still take over: 80 bits. */
const leastKeyBytes = 10;
const mostKeyBytes = 64;

const stepSeconds = 30;
const guardrails = createGuardrails({
  MIN_SECRET_BYTES: leastKeyBytes,
  MAX_SECRET_BYTES: mostKeyBytes,
});
const base32 = new ScureBase32Plugin();

/** A fresh TOTP key. Secret. */
export function makeTotpKey(): Buffer {
  return randomBytes(newKeyBytes);
}

/** The key as authenticator apps take it, by eye and by QR code. Secret. */
export function presentTotpKey(key: Buffer, issuer: string, label: string) {
  const text = base32.encode(key);
  return { key: text, uri: generateURI({ issuer, label, secret: text }) };
}

/** Reads a key in base32, spaces and case aside; null when it is not one of 80 to 512 bits. */
export function parseTotpKey(text: string): Buffer | null {
  const compact = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]+$/.test(compact)) return null;
  try {
    const key = Buffer.from(base32.decode(compact));
    return key.length >= leastKeyBytes && key.length <= mostKeyBytes ? key : null;
  } catch {
    return null;
  }
}

/**
 * Opens the stored key; null, with an alert, when it is damaged or another subject's.
 *
 * @param keys those held when the row was read.
 */
export function openTotpKey(
  { log }: Pick<Service, 'log'>,
  keys: KeyRing,
  totp: SealedTotp,
): Buffer | null {
  const key = unseal(keys, totpKeyPlace(totp.subjectId), totp.keySealed);
  if (!key) log.error({ event: 'seal-broken', what: 'totp', subject: totp.subjectId });
  return key;
}

/**
 * Which step a code belongs to: this one or the one before, never one to come. Null for no step.
 * Matching is not accepting: the step must still be claimed.
 */
export function matchStep(key: Buffer, code: string, now: Date): number | null {
  const token = code.replace(/[\s-]/g, '');
  if (!/^[0-9]{6}$/.test(token)) return null;
  const result = verifySync({
    strategy: 'totp',
    secret: new Uint8Array(key),
    token,
    algorithm: 'sha1',
    digits: 6,
    period: stepSeconds,
    epoch: Math.floor(now.getTime() / 1_000),
    epochTolerance: [stepSeconds, 0],
    guardrails,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
