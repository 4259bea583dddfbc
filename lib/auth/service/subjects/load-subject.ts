import type { Subject as SubjectRow, Totp } from '../../../../prisma/auth/client/client.ts';
import type { Source } from '../../contract.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { loadMissingKeys } from '../keys/load-missing-keys.ts';
import { type OpenedPassword, openPassword } from '../passwords/open-password.ts';
import type { Service } from '../service.ts';
import { findStanding, isDisabledFor } from './find-standing.ts';
import { findKnown, type Known } from './known-sources.ts';

/** A subject with what is needed to judge it. Never leaves the service. */
export interface Subject extends SubjectRow {
  /** Opened. One that does not open has an empty hash, which is judged damaged after the usual work. */
  password: OpenedPassword | null;
  /** A hundred wrong ones disabled it for the asking source: judge nothing in its place. */
  passwordDisabled: boolean;
  /** The active authenticator. A pending or void one opens nothing. */
  totp: Totp | null;
  pendingTotp: Totp | null;
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
  const row = await readSubject(service, by);
  if (!row) return null;
  const { keyEncryption, peppers, lookup } = service.keys;
  const { totp, password, ...subject } = row;
  const known = source ? await findKnown(service, row, source) : null;
  const standing = await findStanding(service.database, row.id);
  const isUsable = standing.secondFactor.state === 'active';
  return {
    ...subject,
    password: password && (await openPassword(service, password)),
    passwordDisabled: isDisabledFor(standing, known),
    totp: (isUsable && totp.find((one) => one.state === 'active')) || null,
    pendingTotp: totp.find((one) => one.state === 'pending') ?? null,
    keys: { keyEncryption, peppers, lookup },
    known,
  };
}

/** Reads again what was sealed anew, and whose old key went, between our reading it and opening it. */
async function readSubject(service: Service, by: { id: string } | { emailLookup: Bytes }) {
  const read = () =>
    service.database.subject.findUnique({ where: by, include: { password: true, totp: true } });
  const row = await read();
  if (!row) return null;
  const { emailSealed, password, totp } = row;
  const sealed = [emailSealed, password?.hashSealed, ...totp.map(({ keySealed }) => keySealed)];
  const held = await loadMissingKeys(service, { sealed, pepper: password?.pepperVersion });
  return held ? row : read();
}
