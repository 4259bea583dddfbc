import { Prisma, type ResetProposal } from '../../../../prisma/auth/client/client.ts';
import { type ResetRule, resetRule } from '../../contract.ts';
import { currentScheme } from '../passwords/scheme.ts';
import type { Transaction } from '../service.ts';

interface Cohort {
  rule: ResetRule;
  /** Subjects who are left out though they match. */
  except: string[];
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
  tx: Transaction,
  { id, rule, except }: Pick<ResetProposal, 'id' | 'rule' | 'except'>,
): Promise<void> {
  const cohort = { rule: resetRule.parse(rule), except };
  await tx.$executeRaw`
    INSERT INTO reset_subject (reset_id, subject_id)
    SELECT ${id}::uuid, p.subject_id FROM password p WHERE ${condition(cohort)}
    ON CONFLICT DO NOTHING`;
}

// A void authenticator is no second factor.
function condition({ rule, except }: Cohort): Prisma.Sql {
  const terms = [
    Prisma.sql`p.subject_id <> ALL (${except}::uuid[])`,
    ...(rule.legacy ? [Prisma.sql`p.scheme <> ${currentScheme}`] : []),
    ...(rule.setBefore ? [Prisma.sql`p.set_at < ${new Date(rule.setBefore)}`] : []),
    ...(rule.weak ? [Prisma.sql`p.weakness IS NOT NULL`] : []),
    ...(rule.noSecondFactor
      ? [
          Prisma.sql`NOT EXISTS (
            SELECT FROM totp t WHERE t.subject_id = p.subject_id AND t.state = 'active'
              AND NOT EXISTS (SELECT FROM totp_cutoff
                WHERE cutoff >= coalesce(t.confirmed_at, t.created_at)))`,
        ]
      : []),
  ];
  return Prisma.join(terms, ' AND ');
}
