import type { SealedPlace } from './seal.ts';

/** A TOTP key stays sealed to its subject through pending and active alike. */
export function totpKeyPlace(subject: string): SealedPlace {
  return { table: 'totp', column: 'key_sealed', subject, purpose: 'totp-key' };
}

export function passwordHashPlace(subject: string): SealedPlace {
  return { table: 'password', column: 'hash_sealed', subject, purpose: 'password-hash' };
}

export function emailPlace(subject: string): SealedPlace {
  return { table: 'subject', column: 'email_sealed', subject, purpose: 'email' };
}

/** The address that a subject asked to have instead. */
export function newEmailPlace(subject: string): SealedPlace {
  return { table: 'email_change', column: 'email_sealed', subject, purpose: 'new-email' };
}

/** An address that a subject has left. */
export function formerEmailPlace(subject: string): SealedPlace {
  return { table: 'former_email', column: 'email_sealed', subject, purpose: 'former-email' };
}
