import {
  type Password,
  Prisma,
  type Subject as SubjectRow,
  type Totp,
} from '../../../../prisma/auth/client/client.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { endedByReset } from '../resets/ended-by-reset.ts';
import type { Service } from '../service.ts';
import {
  readStanding,
  type Standing,
  type StandingRow,
  standingColumns,
  standingJoins,
} from './find-standing.ts';
import { knownForDays } from './known-sources.ts';

export type SealedPassword = Pick<
  Password,
  'subjectId' | 'scheme' | 'cost' | 'pepperVersion' | 'hashSealed' | 'plainHash' | 'setAt'
>;
export type SealedTotp = Pick<Totp, 'subjectId' | 'state' | 'keySealed' | 'lastStep'>;

/** A subject's rows as they are stored, sealed, and what they are worth. */
export interface StoredSubject {
  subject: SubjectRow;
  password: SealedPassword | null;
  /** Confirmed, whatever it is worth. */
  active: SealedTotp | null;
  pending: SealedTotp | null;
  /** Hashes of the sources that are known lately, 32 bytes each. */
  knownSources: Bytes;
  standing: Standing;
}

interface Row extends StandingRow, SubjectRow, Omit<SealedPassword, 'scheme' | 'setAt'> {
  scheme: string | null;
  activeKey: Bytes | null;
  activeStep: number | null;
  pendingKey: Bytes | null;
  pendingStep: number | null;
  knownSources: Bytes | null;
}

// Only the customer's own sign-ins add any; this bounds what those may cost.
const mostKnownSources = 500;

const devicesEnded = endedByReset('devices', {
  subjectId: Prisma.sql`s.id`,
  since: Prisma.sql`last_seen_at`,
});

/** Reads all that a decision about one subject takes, in one query: every sign-in waits for it. */
export async function readSubject(
  { database, clock }: Pick<Service, 'database' | 'clock'>,
  by: { id: string } | { emailLookup: Bytes },
): Promise<StoredSubject | null> {
  const where =
    'id' in by ? Prisma.sql`s.id = ${by.id}::uuid` : Prisma.sql`s.email_lookup = ${by.emailLookup}`;
  const since = new Date(clock().getTime() - knownForDays * 86_400_000);
  const [row] = await database.$queryRaw<Row[]>`
    SELECT s.id, s.email_lookup AS "emailLookup", s.email_sealed AS "emailSealed", s.language,
      s.staff_role AS "staffRole", s.created_at AS "createdAt", s.enrolment_owed_at AS "enrolmentOwedAt",
      p.scheme, p.cost, p.pepper_version AS "pepperVersion", p.hash_sealed AS "hashSealed",
      p.hash AS "plainHash", t.key_sealed AS "activeKey", t.last_step AS "activeStep",
      n.key_sealed AS "pendingKey", n.last_step AS "pendingStep", ${standingColumns},
      (SELECT string_agg(source_hash, ''::bytea) FROM (
        SELECT source_hash FROM known_source WHERE subject_id = s.id AND last_seen_at >= ${since}
          AND NOT ${devicesEnded}
        ORDER BY last_seen_at DESC LIMIT ${mostKnownSources}::int) k) AS "knownSources"
    FROM subject s ${standingJoins}
    LEFT JOIN totp n ON n.subject_id = s.id AND n.state = 'pending'
    WHERE ${where}`;
  return row ? takeApart(row) : null;
}

function takeApart(row: Row): StoredSubject {
  const { id, emailLookup, emailSealed, language, staffRole, createdAt, enrolmentOwedAt } = row;
  const { scheme, cost, pepperVersion, hashSealed, plainHash, passwordSetAt: setAt } = row;
  const sealed = { subjectId: id, cost, pepperVersion, hashSealed, plainHash };
  const totp = (state: string, keySealed: Bytes | null, lastStep: number | null) =>
    keySealed && { subjectId: id, state, keySealed, lastStep: lastStep ?? 0 };
  return {
    subject: { id, emailLookup, emailSealed, language, staffRole, createdAt, enrolmentOwedAt },
    password: setAt && { ...sealed, scheme: scheme ?? '', setAt },
    active: totp('active', row.activeKey, row.activeStep),
    pending: totp('pending', row.pendingKey, row.pendingStep),
    knownSources: row.knownSources ?? new Uint8Array(),
    standing: readStanding(row),
  };
}
