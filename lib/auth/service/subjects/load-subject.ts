import type { Subject as SubjectRow } from '../../../../prisma/auth/client/client.ts';
import type { SecondFactorMethod, Source } from '../../contract.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { loadMissingKeys } from '../keys/load-missing-keys.ts';
import { type OpenedPassword, openPassword } from '../passwords/open-password.ts';
import type { Service } from '../service.ts';
import { isDisabledFor, type Standing } from './find-standing.ts';
import { findKnown, type Known } from './known-sources.ts';
import { readSubject, type SealedTotp } from './read-subject.ts';

/** A subject with what is needed to judge it. Never leaves the service. */
export interface Subject extends SubjectRow {
  /** Opened. One that does not open has an empty hash, which is judged damaged after the usual work. */
  password: OpenedPassword | null;
  /** A hundred wrong ones disabled it for the asking source: judge nothing in its place. */
  passwordDisabled: boolean;
  /** What was found against the password when it was last typed. */
  weighed: Pick<Standing, 'weakness' | 'weighedAs'>;
  /** The active authenticator. A pending or void one opens nothing. */
  totp: SealedTotp | null;
  pendingTotp: SealedTotp | null;
  /** By what a second factor is proven; none where there is none that counts. */
  methods: SecondFactorMethod[];
  /** The keys that were held when the row was read: they open it even after a rotation retired one. */
  keys: KeyRing;
  known: Known;
}

/** Finds a subject by id or by email lookup. */
export async function loadSubject(
  service: Service,
  by: { id: string } | { emailLookup: Bytes },
  source?: Source,
): Promise<Subject | null> {
  const stored = await readWithKeys(service, by);
  if (!stored) return null;
  const { subject, password, active, pending, knownSources, standing } = stored;
  const { keyEncryption, peppers, lookup } = service.keys;
  const { secondFactor } = standing;
  const methods = secondFactor.state === 'active' ? secondFactor.methods : [];
  const known = source ? findKnown(lookup, subject, source, knownSources) : null;
  return {
    ...subject,
    password: password && (await openPassword(service, password)),
    passwordDisabled: isDisabledFor(standing, known),
    weighed: standing,
    totp: methods.includes('totp') ? active : null,
    pendingTotp: pending,
    methods,
    keys: { keyEncryption, peppers, lookup },
    known,
  };
}

/** Reads again what was sealed anew, and whose old key went, between our reading it and opening it. */
async function readWithKeys(service: Service, by: { id: string } | { emailLookup: Bytes }) {
  const stored = await readSubject(service, by);
  if (!stored) return null;
  const { subject, password, active, pending } = stored;
  const sealed = [subject.emailSealed, password?.hashSealed, active?.keySealed, pending?.keySealed];
  const held = await loadMissingKeys(service, { sealed, pepper: password?.pepperVersion });
  return held ? stored : readSubject(service, by);
}
