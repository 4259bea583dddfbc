import type { Subject as SubjectRow, Totp } from '../../../../prisma/auth/client/client.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';
import { loadMissingKeys } from '../keys/load-missing-keys.ts';
import { type OpenedPassword, openPassword } from '../passwords/open-password.ts';
import type { Service, Transaction } from '../service.ts';
import { networkOf } from '../throttle/network.ts';

/** A subject with what is needed to judge it. Never leaves the service. */
export interface Subject extends SubjectRow {
  /** Opened. One that does not open has an empty hash, which is judged damaged after the usual work. */
  password: OpenedPassword | null;
  /** The active authenticator. A pending one opens nothing. */
  totp: Totp | null;
  pendingTotp: Totp | null;
  /** The keys that were held when the row was read: they open it even after a rotation retired one. */
  keys: KeyRing;
  /** Whether the asking source has completed a sign-in as this subject lately. */
  isKnownSource: boolean;
}

const knownForDays = 90;

/** Finds a subject by id or by email lookup. */
export async function loadSubject(
  service: Service,
  by: { id: string } | { emailLookup: Bytes },
  address?: string,
): Promise<Subject | null> {
  const row = await readSubject(service, by);
  if (!row) return null;
  const { keyEncryption, peppers, lookup } = service.keys;
  const { totp, password, ...subject } = row;
  return {
    ...subject,
    password: password && (await openPassword(service, password)),
    totp: totp.find((one) => one.state === 'active') ?? null,
    pendingTotp: totp.find((one) => one.state === 'pending') ?? null,
    keys: { keyEncryption, peppers, lookup },
    isKnownSource: address !== undefined && (await isKnownSource(service, row.id, address)),
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

async function isKnownSource(service: Service, subjectId: string, address: string) {
  const sourceHash = hashSource(service, subjectId, address);
  const source = await service.database.knownSource.findUnique({
    where: { subjectId_sourceHash: { subjectId, sourceHash } },
  });
  const since = service.clock().getTime() - knownForDays * 86_400_000;
  return source !== null && source.lastSeenAt.getTime() >= since;
}

/** Remembers that somebody at this source proved to be the subject, all factors included. */
export async function recordKnownSource(
  service: Service,
  tx: Transaction,
  subjectId: string,
  address: string,
) {
  const sourceHash = hashSource(service, subjectId, address);
  const lastSeenAt = service.clock();
  await tx.knownSource.upsert({
    where: { subjectId_sourceHash: { subjectId, sourceHash } },
    create: { subjectId, sourceHash, lastSeenAt },
    update: { lastSeenAt },
  });
}

/** Forgets every source: what was proven there, a new password or factor has made worth less. */
export async function forgetKnownSources(tx: Transaction, subjectId: string) {
  await tx.knownSource.updateMany({ where: { subjectId }, data: { lastSeenAt: new Date(0) } });
}

function hashSource(service: Service, subjectId: string, address: string): Bytes {
  return keyedHash(service.keys.lookup, 'source', subjectId, networkOf(address));
}
