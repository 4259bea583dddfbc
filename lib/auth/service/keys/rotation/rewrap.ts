import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  emailPlace,
  formerEmailPlace,
  newEmailPlace,
  passwordHashPlace,
  totpKeyPlace,
} from '../../seal/places.ts';
import { type SealedPlace, seal, sealedHeader, unseal } from '../../seal/seal.ts';
import type { Service, Transaction } from '../../service.ts';
import { type HeldKeys, holdKeys } from '../hold-keys.ts';
import type { Bytes } from '../keyed-hash.ts';

/** Few enough to be sealed within some milliseconds, in which nobody else is answered. */
const batchSubjects = 100;

interface SealedRow {
  subject: string;
  /** Of a TOTP key. */
  state: string;
  sealed: Uint8Array;
}
interface Fresh extends SealedRow {
  fresh: Bytes;
}

export interface RewrapBatch {
  /** Where the next batch begins; null after the last. */
  next: string | null;
  rewrapped: number;
  /** Values that do not open: nothing can seal them anew. */
  damaged: number;
  /** Subjects that somebody else held just then. */
  passedOver: number;
}

/**
 * Seals what subjects after `after` have under any other key than the current one anew, each value by
 * compare-and-swap. Somebody who signs in meanwhile is not waited for: they are passed over until the
 * next round. Their lock keeps what they read from changing under them.
 */
export async function rewrapBatch(
  service: Service,
  tx: Transaction,
  version: number,
  after: string,
): Promise<RewrapBatch> {
  const header = sealedHeader(version);
  const window = await tx.$queryRaw<{ id: string; stale: boolean }[]>`
    SELECT s.id, coalesce(bool_or(substring(s.email_sealed FROM 1 FOR 5) <> ${header}
      OR substring(p.hash_sealed FROM 1 FOR 5) <> ${header}
      OR substring(t.key_sealed FROM 1 FOR 5) <> ${header}
      OR substring(c.email_sealed FROM 1 FOR 5) <> ${header}
      OR substring(f.email_sealed FROM 1 FOR 5) <> ${header}), false) AS stale
    FROM (SELECT id, email_sealed FROM subject WHERE id > ${after}::uuid ORDER BY id LIMIT ${batchSubjects}) s
    LEFT JOIN password p ON p.subject_id = s.id LEFT JOIN totp t ON t.subject_id = s.id
    LEFT JOIN email_change c ON c.subject_id = s.id LEFT JOIN former_email f ON f.subject_id = s.id
    GROUP BY s.id ORDER BY s.id`;
  const next = window.length < batchSubjects ? null : (window.at(-1)?.id ?? null);
  const stale = window.filter((row) => row.stale).map(({ id }) => id);
  if (stale.length === 0) return { next, rewrapped: 0, damaged: 0, passedOver: 0 };
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM subject WHERE id = ANY(${stale}::uuid[]) ORDER BY id
    FOR NO KEY UPDATE SKIP LOCKED`;
  const ids = locked.map(({ id }) => id);
  const keys = await holdKeys(service, tx);
  await nextTurn();
  const emails = await tx.$queryRaw<SealedRow[]>`
    SELECT id AS subject, '' AS state, email_sealed AS sealed FROM subject
    WHERE id = ANY(${ids}::uuid[]) AND substring(email_sealed FROM 1 FOR 5) <> ${header}`;
  const hashes = await tx.$queryRaw<SealedRow[]>`
    SELECT subject_id AS subject, '' AS state, hash_sealed AS sealed FROM password
    WHERE subject_id = ANY(${ids}::uuid[]) AND substring(hash_sealed FROM 1 FOR 5) <> ${header}`;
  const totps = await tx.$queryRaw<SealedRow[]>`
    SELECT subject_id AS subject, state, key_sealed AS sealed FROM totp
    WHERE subject_id = ANY(${ids}::uuid[]) AND substring(key_sealed FROM 1 FOR 5) <> ${header}`;
  const newEmails = await tx.$queryRaw<SealedRow[]>`
    SELECT subject_id AS subject, '' AS state, email_sealed AS sealed FROM email_change
    WHERE subject_id = ANY(${ids}::uuid[]) AND substring(email_sealed FROM 1 FOR 5) <> ${header}`;
  const formerEmails = await tx.$queryRaw<SealedRow[]>`
    SELECT subject_id AS subject, '' AS state, email_sealed AS sealed FROM former_email
    WHERE subject_id = ANY(${ids}::uuid[]) AND substring(email_sealed FROM 1 FOR 5) <> ${header}`;

  const email = columns(resealAll(service, keys, emails, emailPlace));
  const hash = columns(resealAll(service, keys, hashes, passwordHashPlace));
  const totp = columns(resealAll(service, keys, totps, totpKeyPlace));
  const asked = columns(resealAll(service, keys, newEmails, newEmailPlace));
  const former = columns(resealAll(service, keys, formerEmails, formerEmailPlace));
  const rewrapped =
    (await tx.$executeRaw`
      UPDATE subject SET email_sealed = new.fresh
      FROM unnest(${email.subjects}::uuid[], ${email.sealed}::bytea[], ${email.fresh}::bytea[]) AS new (id, sealed, fresh)
      WHERE subject.id = new.id AND email_sealed = new.sealed`) +
    (await tx.$executeRaw`
      UPDATE password SET hash_sealed = new.fresh, key_version = ${version}::int
      FROM unnest(${hash.subjects}::uuid[], ${hash.sealed}::bytea[], ${hash.fresh}::bytea[]) AS new (id, sealed, fresh)
      WHERE subject_id = new.id AND hash_sealed = new.sealed`) +
    (await tx.$executeRaw`
      UPDATE totp SET key_sealed = new.fresh, key_version = ${version}::int
      FROM unnest(${totp.subjects}::uuid[], ${totp.states}::text[], ${totp.sealed}::bytea[], ${totp.fresh}::bytea[])
        AS new (id, state, sealed, fresh)
      WHERE subject_id = new.id AND totp.state = new.state AND key_sealed = new.sealed`) +
    (await tx.$executeRaw`
      UPDATE email_change SET email_sealed = new.fresh
      FROM unnest(${asked.subjects}::uuid[], ${asked.sealed}::bytea[], ${asked.fresh}::bytea[]) AS new (id, sealed, fresh)
      WHERE subject_id = new.id AND email_sealed = new.sealed`) +
    (await tx.$executeRaw`
      UPDATE former_email SET email_sealed = new.fresh
      FROM unnest(${former.subjects}::uuid[], ${former.sealed}::bytea[], ${former.fresh}::bytea[]) AS new (id, sealed, fresh)
      WHERE subject_id = new.id AND email_sealed = new.sealed`);
  const sealed = [emails, hashes, totps, newEmails, formerEmails];
  const found = sealed.reduce((sum, rows) => sum + rows.length, 0);
  const sound = email.count + hash.count + totp.count + asked.count + former.count;
  return { next, rewrapped, damaged: found - sound, passedOver: stale.length - ids.length };
}

function resealAll(
  service: Service,
  keys: HeldKeys,
  rows: SealedRow[],
  placeOf: (subject: string) => SealedPlace,
): Fresh[] {
  return rows.flatMap((row) => {
    const place = placeOf(row.subject);
    const value = unseal(service.keys, place, row.sealed);
    if (value) {
      const fresh = seal(keys, place, value);
      value.fill(0);
      return [{ ...row, fresh }];
    }
    service.log.error({ event: 'seal-broken', what: place.table, subject: row.subject });
    return [];
  });
}

function columns(rows: Fresh[]) {
  return {
    count: rows.length,
    subjects: rows.map(({ subject }) => subject),
    states: rows.map(({ state }) => state),
    sealed: rows.map(({ sealed }) => sealed),
    fresh: rows.map(({ fresh }) => fresh),
  };
}
