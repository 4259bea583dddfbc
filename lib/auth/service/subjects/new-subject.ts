import type { HeldKeys } from '../keys/hold-keys.ts';
import { emailPlace } from '../seal/places.ts';
import { seal } from '../seal/seal.ts';
import { emailLookup } from './email-lookup.ts';

/** The row of a new subject: the email is in it only as a keyed lookup and sealed. */
export function newSubject(
  keys: HeldKeys,
  facts: { id: string; email: string; language: 'en' | 'fr'; createdAt: Date },
) {
  const { email, ...rest } = facts;
  return {
    ...rest,
    emailLookup: emailLookup(keys, email),
    emailSealed: seal(keys, emailPlace(facts.id), Buffer.from(email)),
  };
}
