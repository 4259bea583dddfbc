import { toCsv } from '../evidence/to-csv.ts';
import type { AccountFactors } from './describe-accounts.ts';
import type { Attempt } from './list-attempts.ts';
import { type Entry, standings } from './list-entries.ts';
import type { Trace } from './trace-indicators.ts';

interface Gathered {
  trace: Trace;
  attempts: Attempt[];
  /** With whose account each finding is about. */
  entries: (Entry & { email: string })[];
  /** Null where the auth service told nothing. */
  factors: Map<string, AccountFactors> | null;
}

/** What an investigation found, as files: tables for people, and the whole of it for programs. */
export function evidenceFiles(gathered: Gathered): Record<string, string> {
  const accounts = accountsOf(gathered);
  const { attempts, entries, trace } = gathered;
  const findings = entries.map(({ at, email, staff, kind, note }) => ({
    at,
    email,
    by: staff.name,
    finding: kind,
    note,
  }));
  const listed = attempts.map(({ at, email, address, kind, outcome, userAgent, exact }) => ({
    at,
    email,
    ip: address,
    kind,
    outcome,
    user_agent: userAgent,
    matched: exact ? 'address' : 'user-agent',
  }));
  const { counts, addresses, commonUserAgents } = trace;
  const whole = { counts, commonUserAgents, factorsKnown: gathered.factors !== null, addresses };
  return {
    'accounts.csv': table(accounts),
    'attempts.csv': table(listed),
    'findings.csv': table(findings),
    'evidence.json': JSON.stringify({ ...whole, accounts, attempts: listed, findings }, null, 1),
  };
}

function accountsOf({ trace, entries, factors }: Gathered) {
  const standing = standings(entries);
  return trace.accounts.map((account) => {
    const told = factors?.get(account.customerId);
    const { mark = null, isHeld = false } = standing.get(account.customerId) ?? {};
    return {
      verdict: account.verdict,
      email: account.email,
      name: account.name,
      attempts: account.attempts,
      entries: account.entries,
      first_at: account.firstAt,
      last_at: account.lastAt,
      entry_at: account.entryAt,
      entry_method: account.method,
      seen_since: account.seenSince,
      signed_in_before: account.entryAt ? account.signedInBefore : null,
      addresses: account.addresses.map(({ address }) => address).join(' '),
      address_count: account.addressCount,
      second_factor_since: told?.secondFactorSince ?? null,
      password_set_at: told?.passwordSetAt ?? null,
      password_legacy: told?.legacy ?? null,
      password_weakness: told?.weakness ?? null,
      mark,
      held: isHeld,
    };
  });
}

// Of no rows there is no header: an empty file says as much.
function table(rows: Record<string, string | number | boolean | Date | null>[]): string {
  return rows[0]
    ? toCsv(
        Object.keys(rows[0]),
        rows.map((row) => Object.values(row)),
      )
    : '';
}
