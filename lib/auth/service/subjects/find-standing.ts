import type { Service, Transaction } from '../service.ts';
import type { Known } from './known-sources.ts';

/** What a subject's confirmed authenticator is worth now. `void`: nothing; it must be enrolled anew. */
export type SecondFactor =
  | { state: 'none' }
  | { state: 'active' }
  | { state: 'void'; because: 'authenticator-void' | 'second-factor-disabled'; reason: string };

/** What of a subject's opens anything at this moment. */
export interface Standing {
  /** When the password in force was chosen; null where there is none. */
  passwordSetAt: Date | null;
  /** The latest cutoff that password lies behind; null while it opens. `reason` in the staff's words. */
  behind: { cutoff: Date; reason: string } | null;
  /** From whom a hundred wrong passwords in a row came: the password opens nothing there. */
  disabledFor: { known: boolean; strangers: boolean };
  secondFactor: SecondFactor;
  enrolmentOwed: boolean;
}

interface Row {
  passwordSetAt: Date | null;
  cutoff: Date | null;
  reason: string | null;
  disabledKnown: boolean;
  disabledStrangers: boolean;
  enrolled: boolean;
  voidReason: string | null;
  codesDisabled: boolean;
  enrolmentOwed: boolean;
}

/**
 * Asked at every decision, in one query, so that one row of `reset` or of `totp_cutoff` covers everyone at
 * once. Within a transaction, call it with the subject locked: what it says stays true until the end.
 *
 * @returns for an unknown subject, the standing of one who has nothing.
 */
export async function findStanding(
  database: Pick<Service['database'] | Transaction, '$queryRaw'>,
  subjectId: string,
): Promise<Standing> {
  const [row] = await database.$queryRaw<Row[]>`
    SELECT p.set_at AS "passwordSetAt", r.cutoff, r.reason,
      coalesce(f.known, false) AS "disabledKnown",
      coalesce(f.strangers, false) AS "disabledStrangers",
      coalesce(f.codes, false) AS "codesDisabled",
      t.subject_id IS NOT NULL AS enrolled, v.reason AS "voidReason",
      s.enrolment_owed_at IS NOT NULL AS "enrolmentOwed"
    FROM subject s
    LEFT JOIN password p ON p.subject_id = s.id
    LEFT JOIN totp t ON t.subject_id = s.id AND t.state = 'active'
    LEFT JOIN LATERAL (
      (SELECT cutoff, reason FROM reset WHERE scope = 'all' AND cutoff > p.set_at
        ORDER BY cutoff DESC LIMIT 1)
      UNION ALL
      (SELECT cutoff, reason FROM reset JOIN reset_subject ON reset_id = id
        WHERE subject_id = s.id AND scope <> 'all' AND cutoff > p.set_at)
      ORDER BY cutoff DESC LIMIT 1
    ) r ON true
    LEFT JOIN LATERAL (
      SELECT reason FROM totp_cutoff WHERE cutoff >= coalesce(t.confirmed_at, t.created_at)
      ORDER BY cutoff DESC LIMIT 1
    ) v ON true
    LEFT JOIN LATERAL (
      SELECT bool_or(authenticator = 'password' AND known) AS known,
        bool_or(authenticator = 'password' AND NOT known) AS strangers,
        bool_or(authenticator = 'second-factor') AS codes
      FROM failure WHERE subject_id = s.id AND disabled_at IS NOT NULL
    ) f ON true
    WHERE s.id = ${subjectId}::uuid`;
  return {
    passwordSetAt: row?.passwordSetAt ?? null,
    behind: row?.cutoff ? { cutoff: row.cutoff, reason: row.reason ?? '' } : null,
    disabledFor: {
      known: row?.disabledKnown ?? false,
      strangers: row?.disabledStrangers ?? false,
    },
    secondFactor: row ? worthOf(row) : { state: 'none' },
    enrolmentOwed: row?.enrolmentOwed ?? false,
  };
}

/** Whether the password opens nothing for this source any more. */
export function isDisabledFor({ disabledFor }: Standing, known: Known): boolean {
  return known ? disabledFor.known : disabledFor.strangers;
}

function worthOf({ enrolled, voidReason, codesDisabled }: Row): SecondFactor {
  if (!enrolled) return { state: 'none' };
  if (voidReason !== null) {
    return { state: 'void', because: 'authenticator-void', reason: voidReason };
  }
  return codesDisabled
    ? { state: 'void', because: 'second-factor-disabled', reason: '' }
    : { state: 'active' };
}
