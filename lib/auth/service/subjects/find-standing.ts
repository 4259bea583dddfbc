import { Prisma } from '../../../../prisma/auth/client/client.ts';
import type { PasswordWeakness, SecondFactorMethod } from '../../contract.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import { notTakenBack } from '../resets/not-taken-back.ts';
import type { Service, Transaction } from '../service.ts';
import type { Known } from './known-sources.ts';

/**
 * What a subject's confirmed authenticator and passkeys are worth now, and by what they are proven. `void`: there is
 * an authenticator and nothing besides, and it is worth nothing; it must be enrolled anew.
 */
export type SecondFactor =
  | { state: 'none' }
  | { state: 'active'; methods: SecondFactorMethod[] }
  | { state: 'void'; because: 'authenticator-void' | 'second-factor-disabled'; reason: string };

/** What of a subject's opens anything at this moment. */
export interface Standing {
  /** When the password in force was chosen; null where there is none. */
  passwordSetAt: Date | null;
  /** What is known against that password, and for which estimate that holds. */
  weakness: PasswordWeakness | null;
  weighedAs: Bytes | null;
  /** The latest cutoff that password lies behind; null while it opens. `reason` in the staff's words. */
  behind: { cutoff: Date; reason: string } | null;
  /** Whether any wrong answer stands against the subject since the last right one. */
  hasFailures: boolean;
  /** From whom a hundred wrong passwords in a row came: the password opens nothing there. */
  disabledFor: { known: boolean; strangers: boolean };
  secondFactor: SecondFactor;
  /** Nothing but enrolling should be open: an authenticator was void, or the account requires one. */
  enrolmentOwed: boolean;
}

export interface StandingRow {
  passwordSetAt: Date | null;
  weakness: string | null;
  weighedAs: Bytes | null;
  cutoff: Date | null;
  reason: string | null;
  hasFailures: boolean;
  disabledKnown: boolean | null;
  disabledStrangers: boolean | null;
  codesDisabled: boolean | null;
  enrolled: boolean;
  hasPasskey: boolean;
  voidReason: string | null;
  enrolmentOwed: boolean;
}

/** What a query on `subject s` with {@link standingJoins} selects for {@link readStanding}. */
export const standingColumns = Prisma.sql`
  p.set_at AS "passwordSetAt", p.weakness, p.weighed_as AS "weighedAs", r.cutoff, r.reason,
  f.count > 0 AS "hasFailures", f.known AS "disabledKnown", f.strangers AS "disabledStrangers",
  f.codes AS "codesDisabled", t.subject_id IS NOT NULL AS enrolled,
  EXISTS (SELECT FROM passkey k WHERE k.subject_id = s.id) AS "hasPasskey", v.reason AS "voidReason",
  s.enrolment_owed_at IS NOT NULL OR t.subject_id IS NULL AND NOT EXISTS (SELECT FROM passkey k WHERE k.subject_id = s.id) AND EXISTS (
    SELECT FROM account_policy ap WHERE ap.second_factor AND ap.account = coalesce(
      (SELECT am.account FROM account_member am WHERE am.subject_id = s.id), s.id)
  ) AS "enrolmentOwed"`;

/** `p` is the password and `t` the active authenticator. */
export const standingJoins = Prisma.sql`
  LEFT JOIN password p ON p.subject_id = s.id
  LEFT JOIN totp t ON t.subject_id = s.id AND t.state = 'active'
  LEFT JOIN LATERAL (
    (SELECT cutoff, reason FROM reset WHERE scope = 'all' AND cutoff > p.set_at AND ${notTakenBack}
      ORDER BY cutoff DESC LIMIT 1)
    UNION ALL
    (SELECT cutoff, reason FROM reset JOIN reset_subject ON reset_id = id
      WHERE subject_id = s.id AND scope <> 'all' AND cutoff > p.set_at AND ${notTakenBack})
    ORDER BY cutoff DESC LIMIT 1
  ) r ON true
  LEFT JOIN LATERAL (
    SELECT reason FROM totp_cutoff WHERE cutoff >= coalesce(t.confirmed_at, t.created_at)
    ORDER BY cutoff DESC LIMIT 1
  ) v ON true
  LEFT JOIN LATERAL (
    SELECT count(*), bool_or(disabled_at IS NOT NULL AND authenticator = 'password' AND known) AS known,
      bool_or(disabled_at IS NOT NULL AND authenticator = 'password' AND NOT known) AS strangers,
      bool_or(disabled_at IS NOT NULL AND authenticator = 'second-factor') AS codes
    FROM failure WHERE subject_id = s.id
  ) f ON true`;

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
  const [row] = await database.$queryRaw<StandingRow[]>`
    SELECT ${standingColumns} FROM subject s ${standingJoins} WHERE s.id = ${subjectId}::uuid`;
  return row ? readStanding(row) : nothing;
}

const nothing: Standing = {
  passwordSetAt: null,
  weakness: null,
  weighedAs: null,
  behind: null,
  hasFailures: false,
  disabledFor: { known: false, strangers: false },
  secondFactor: { state: 'none' },
  enrolmentOwed: false,
};

/** The standing that a row with {@link standingColumns} tells of. */
export function readStanding(row: StandingRow): Standing {
  return {
    passwordSetAt: row.passwordSetAt,
    weakness: row.weakness as PasswordWeakness | null,
    weighedAs: row.weighedAs,
    behind: row.cutoff ? { cutoff: row.cutoff, reason: row.reason ?? '' } : null,
    hasFailures: row.hasFailures,
    disabledFor: {
      known: row.disabledKnown ?? false,
      strangers: row.disabledStrangers ?? false,
    },
    secondFactor: worthOf(row),
    enrolmentOwed: row.enrolmentOwed,
  };
}

/** Whether the password opens nothing for this source any more. */
export function isDisabledFor({ disabledFor }: Standing, known: Known): boolean {
  return known ? disabledFor.known : disabledFor.strangers;
}

// A leaked TOTP key, and a hundred guessed codes, say nothing against a passkey: it is no shared secret.
function worthOf({ enrolled, hasPasskey, voidReason, codesDisabled }: StandingRow): SecondFactor {
  const codes = voidReason === null && !codesDisabled;
  const methods: SecondFactorMethod[] = [
    ...(enrolled && codes ? (['totp'] as const) : []),
    ...(hasPasskey ? (['passkey'] as const) : []),
  ];
  if (methods.length > 0) {
    return { state: 'active', methods: codes ? [...methods, 'recovery-code'] : methods };
  }
  if (!enrolled) return { state: 'none' };
  if (voidReason !== null) {
    return { state: 'void', because: 'authenticator-void', reason: voidReason };
  }
  return { state: 'void', because: 'second-factor-disabled', reason: '' };
}
