import { passwordWeakness } from '../../contract.ts';
import { currentScheme } from '../passwords/scheme.ts';
import type { Answer, Transaction } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';

interface Row {
  subject: string;
  scheme: string | null;
  passwordSetAt: Date | null;
  weakness: string | null;
  secondFactorSince: Date | null;
}

/** Facts about many subjects at once, for staff. Who is not known here is left out. */
export const describeSubjects: Answer<'describe-subjects'> = async (service, request, question) => {
  const { staff, subjects } = request;
  const asking = await findStaff(service, staff, 'any');
  return question.settle(async (tx) => {
    if (!asking) return { verdict: { verdict: 'no' }, subject: staff, because: 'not-staff' };
    const rows = await findFacts(tx, subjects);
    return {
      verdict: {
        verdict: 'yes',
        subjects: rows.map((row) => ({
          subject: row.subject,
          passwordSetAt: row.passwordSetAt?.toISOString() ?? null,
          legacy: row.scheme !== null && row.scheme !== currentScheme,
          weakness: passwordWeakness.nullable().parse(row.weakness),
          secondFactorSince: row.secondFactorSince?.toISOString() ?? null,
        })),
      },
      subject: staff,
      because: `${rows.length} described`,
    };
  });
};

// A void authenticator, and one that a hundred wrong codes disabled, is none.
export async function findFacts(tx: Transaction, subjects: string[]): Promise<Row[]> {
  return tx.$queryRaw`
    SELECT s.id AS subject, p.scheme, p.set_at AS "passwordSetAt", p.weakness,
      least(coalesce(t.confirmed_at, t.created_at),
        (SELECT min(created_at) FROM passkey k WHERE k.subject_id = s.id)) AS "secondFactorSince"
    FROM subject s
    LEFT JOIN password p ON p.subject_id = s.id
    LEFT JOIN totp t ON t.subject_id = s.id AND t.state = 'active'
      AND NOT EXISTS (SELECT FROM totp_cutoff WHERE cutoff >= coalesce(t.confirmed_at, t.created_at))
      AND NOT EXISTS (SELECT FROM failure WHERE subject_id = s.id
        AND authenticator = 'second-factor' AND disabled_at IS NOT NULL)
    WHERE s.id = ANY (${subjects}::uuid[])
    ORDER BY s.id`;
}
