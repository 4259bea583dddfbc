import { expect } from 'vitest';
import type { Bulkhead } from './bulkhead.ts';
import { opens, type Person, wrongPassword } from './person.ts';

/**
 * What must hold after every run, whatever broke: nothing is told that was not journalled, nothing that
 * is used once was used twice, and what is wrong stays wrong.
 */
export async function expectInvariants(bulkhead: Bulkhead, person: Person): Promise<void> {
  expect(await opens(bulkhead, person, wrongPassword)).toBe(false);
  const [grants] = await bulkhead.sql<{ redeemed: number; journalled: number }>(
    `SELECT
       (SELECT count(*)::int FROM yes_grant WHERE subject_id = $1 AND redeemed_at IS NOT NULL) AS redeemed,
       (SELECT count(*)::int FROM journal WHERE subject_id = $1 AND verb = 'redeem-grant' AND verdict = 'yes') AS journalled`,
    [person.subject],
  );
  expect(grants?.journalled, 'each redeemed grant stands in the journal').toBe(grants?.redeemed);
  const [given] = await bulkhead.sql<{ given: number; journalled: number }>(
    `SELECT
       (SELECT count(*)::int FROM yes_grant WHERE subject_id = $1) AS given,
       (SELECT count(*)::int FROM journal WHERE subject_id = $1
          AND verb IN ('verify-password', 'verify-second-factor') AND verdict = 'yes') AS journalled`,
    [person.subject],
  );
  // A new password deletes the grants that were not redeemed; their lines stay.
  expect(given?.journalled, 'each grant stands in the journal').toBeGreaterThanOrEqual(
    given?.given ?? Number.NaN,
  );
}

/** Every session of the manager's rests on a grant that was redeemed and journalled. */
export async function expectSessionsJournalled(bulkhead: Bulkhead): Promise<number> {
  const sessions = await bulkhead.managerSql<{ subject: string; started: Date }>(
    'SELECT customer_id AS subject, started_at AS started FROM session',
  );
  const redeemed = await bulkhead.sql<{ subject: string; decided: Date; times: number }>(
    `SELECT subject_id AS subject, decided_at AS decided, count(*)::int AS times FROM yes_grant
     WHERE redeemed_at IS NOT NULL GROUP BY 1, 2`,
  );
  const key = (subject: string, at: Date) => `${subject} ${at.toISOString()}`;
  const rests = new Map(redeemed.map((row) => [key(row.subject, row.decided), row.times]));
  for (const { subject, started } of sessions) {
    const left = rests.get(key(subject, started)) ?? 0;
    expect(left, `a session of ${subject} rests on a redeemed grant of its own`).toBeGreaterThan(0);
    rests.set(key(subject, started), left - 1);
  }
  return sessions.length;
}
