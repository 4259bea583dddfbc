import { Prisma, type ResetProposal } from '../../../../prisma/auth/client/client.ts';
import { type ResetRule, resetRule } from '../../contract.ts';
import { currentScheme } from '../passwords/scheme.ts';
import type { Service, Transaction } from '../service.ts';

/** Whom a rule is about. */
export interface Cohort {
  rule: ResetRule;
  /** Subjects who are left out though they match. */
  except: string[];
  /** Nobody but these matches. */
  among?: string[] | undefined;
  /** Nobody but the candidates of this reset matches. */
  candidatesOf?: string | null;
}

type RuleReset = Pick<ResetProposal, 'id' | 'rule' | 'except' | 'batches'>;

/** Whom a reset's rule is about. */
export function cohortOf({ id, rule, except, batches }: RuleReset): Cohort {
  return { rule: resetRule.parse(rule), except, candidatesOf: batches === null ? null : id };
}

/** How many customers with a password a rule matches now. */
export async function countMatching(tx: Transaction, cohort: Cohort): Promise<number> {
  const [row] = await tx.$queryRaw<{ matching: number }[]>`
    SELECT count(*)::int AS matching FROM password p WHERE ${condition(cohort)}`;
  return row?.matching ?? 0;
}

/** A few of those whom a rule matches now: who has had the password longest first. */
export async function findExamples(
  tx: Transaction,
  cohort: Cohort,
  limit: number,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.subject_id AS id FROM password p WHERE ${condition(cohort)}
    ORDER BY p.set_at, p.subject_id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Writes down whom a reset's rule matches now: what they change afterwards takes nobody off the list. */
export async function listMatching(
  tx: Pick<Transaction, '$executeRaw'>,
  reset: RuleReset,
  among = Prisma.sql`true`,
): Promise<void> {
  const { id } = reset;
  await tx.$executeRaw`
    INSERT INTO reset_subject (reset_id, subject_id)
    SELECT ${id}::uuid, p.subject_id FROM password p WHERE ${condition(cohortOf(reset))} AND ${among}
      AND NOT EXISTS (SELECT FROM reset_subject r
        WHERE r.reset_id = ${id}::uuid AND r.subject_id = p.subject_id)
    ON CONFLICT DO NOTHING`;
}

/**
 * The same ahead of the decision, a part at a time: of a million, one statement would be cut off by its time
 * limit. What is listed has no effect by itself, so whoever dies half-way leaves nothing to mend.
 */
export async function listAhead(database: Service['database'], reset: RuleReset): Promise<void> {
  for (let part = 0; part < parts; part++) {
    const [from, to] = [partStart(part), partStart(part + 1)];
    const below = to ? Prisma.sql`AND p.subject_id < ${to}::uuid` : Prisma.empty;
    await listMatching(database, reset, Prisma.sql`p.subject_id >= ${from}::uuid ${below}`);
  }
}

const parts = 64;

function partStart(part: number): string | null {
  if (part === parts) return null;
  const first = ((part * 256) / parts).toString(16).padStart(2, '0');
  return `${first}000000-0000-0000-0000-000000000000`;
}

/** As SQL, of a row `p` of "password". A void authenticator is no second factor, and a passkey is one. */
export function condition({ rule, except, among, candidatesOf }: Cohort): Prisma.Sql {
  const terms = [
    Prisma.sql`p.subject_id <> ALL (${except}::uuid[])`,
    ...(among ? [Prisma.sql`p.subject_id = ANY (${among}::uuid[])`] : []),
    ...(candidatesOf
      ? [
          Prisma.sql`p.subject_id IN (
            SELECT subject_id FROM reset_candidate WHERE reset_id = ${candidatesOf}::uuid)`,
        ]
      : []),
    ...(rule.legacy ? [Prisma.sql`p.scheme <> ${currentScheme}`] : []),
    ...(rule.setBefore ? [Prisma.sql`p.set_at < ${new Date(rule.setBefore)}`] : []),
    ...(rule.weak ? [Prisma.sql`p.weakness IS NOT NULL`] : []),
    ...(rule.noSecondFactor
      ? [
          Prisma.sql`NOT EXISTS (SELECT FROM passkey k WHERE k.subject_id = p.subject_id)`,
          Prisma.sql`NOT EXISTS (
            SELECT FROM totp t WHERE t.subject_id = p.subject_id AND t.state = 'active'
              AND NOT EXISTS (SELECT FROM totp_cutoff
                WHERE cutoff >= coalesce(t.confirmed_at, t.created_at)))`,
        ]
      : []),
  ];
  return Prisma.join(terms, ' AND ');
}
