import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importSignIns } from '../operator/import-sign-ins.ts';
import { incident, insertLegacyCustomers, signInsFile } from '../testing/legacy-sign-ins.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { parseIndicators } from './parse-indicators.ts';
import { traceIndicators } from './trace-indicators.ts';

const { urls, db, owner } = await openManagerBench(5);

async function trace(lines: string[], from?: string, until?: string, max = 1_000) {
  const indicators = parseIndicators(lines.join('\n'));
  if ('bad' in indicators) throw new Error(JSON.stringify(indicators.bad));
  const date = (text?: string) => (text ? new Date(text) : null);
  return traceIndicators(db, { indicators, from: date(from), until: date(until) }, max);
}

describe('with an older system’s log and what was planted in it', () => {
  beforeAll(async () => {
    await insertLegacyCustomers(owner);
    const pool = new pg.Pool({ connectionString: urls.operatorUrl, max: 2 });
    const rejectsFile = path.join(tmpdir(), `${randomUUID()}.csv`);
    await importSignIns({ pool, file: signInsFile, rejectsFile });
    await pool.end();
  });

  test('the planted accounts come first, the sprayed ones apart, and nobody else is accused', async () => {
    const found = await trace(incident.indicators);
    expect(found.counts).toEqual({
      'first-try': incident.accounts.length,
      'after-failures': 0,
      stopped: 0,
      agent: 0,
      familiar: 0,
      tried: incident.sprayed,
    });
    const first = found.accounts.slice(0, incident.accounts.length);
    expect(first.map(({ email }) => email).sort()).toEqual([...incident.accounts].sort());
    for (const account of first) {
      expect(account).toMatchObject({
        verdict: 'first-try',
        attempts: 1,
        entries: 1,
        signedInBefore: true,
      });
      expect(account.addresses).toEqual([{ address: expect.any(String), others: 0 }]);
    }
    for (const account of found.accounts.slice(first.length)) {
      expect(account).toMatchObject({ verdict: 'tried', entries: 0, entryAt: null });
      expect(account.addresses).toEqual([{ address: '81.27.242.125', others: 399 }]);
    }
    expect(found.accounts).toHaveLength(403);
    expect(found.isCut).toBe(false);
    const spraying = found.addresses.find(({ accounts }) => accounts > 1);
    expect(spraying).toMatchObject({ address: '81.27.242.125', accounts: 400, entered: 0 });
  });

  test('an address that a customer has long used accuses nobody, though it stands among the others', async () => {
    const home = '203.195.53.162';
    const found = await trace([...incident.indicators, home], '2015-12-07T00:00:00Z');
    expect(found.counts['first-try']).toBe(3);
    expect(found.counts['after-failures']).toBe(0);
    expect(found.counts.familiar).toBe(1);
    expect(
      found.accounts
        .slice(0, 3)
        .map(({ email }) => email)
        .sort(),
    ).toEqual([...incident.accounts].sort());
  });

  test('the spray is found by its user agent too, and a browser that everybody has accuses nobody', async () => {
    const sprayed = await trace(['python-requests/2.8.1']);
    expect(sprayed.counts).toMatchObject({ 'first-try': 0, agent: 0, tried: 400 });
    const browser =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/46.0.2490.86 Safari/537.36';
    const found = await trace([...incident.indicators, browser], '2015-12-01T00:00:00Z');
    expect(found.counts).toMatchObject({ 'first-try': 3, 'after-failures': 0, stopped: 0 });
    expect(found.counts.agent).toBeGreaterThan(0);
  });

  test('the network around an address finds what the address does', async () => {
    const found = await trace(['81.27.242.0/24'], '2015-12-08T00:00:00Z', '2015-12-09T00:00:00Z');
    expect(found.counts.tried).toBe(400);
  });

  test('a page of each verdict is cut, its count is not', async () => {
    const found = await trace(incident.indicators, undefined, undefined, 2);
    expect(found.accounts).toHaveLength(4);
    expect(found.counts).toMatchObject({ 'first-try': 3, tried: 400 });
  });

  test('of no indicators there is no account', async () => {
    expect(await trace([])).toMatchObject({ accounts: [], addresses: [], isCut: false });
  });
});

describe('an account is judged by what it was', () => {
  const id = randomUUID();
  const bad = '198.51.100.7';
  const ours = '192.0.2.1';
  beforeAll(() =>
    owner.query(
      "INSERT INTO customer (id, email, name, language) VALUES ($1, 'ada@example.com', 'Ada', 'en')",
      [id],
    ),
  );
  beforeEach(() => owner.query('DELETE FROM activity WHERE customer_id = $1', [id]));

  type Event = [day: number, address: string, outcome: 'yes' | 'no', kind?: string];
  async function judge(events: Event[], lines: string[], from?: string) {
    for (const [day, address, outcome, kind = 'sign-in'] of events) {
      await owner.query(
        `INSERT INTO activity (customer_id, at, kind, outcome, address, user_agent, detail)
         VALUES ($1, '2020-01-01'::timestamptz + $2 * interval '1 day', $3, $4, $5, 'x', '{"method": "password"}')`,
        [id, day, kind, outcome, address],
      );
    }
    return (await trace(lines, from)).accounts.find(({ customerId }) => customerId === id);
  }

  test.each<[string, Event[], string]>([
    [
      'right at once, from nowhere it was ever seen',
      [
        [0, ours, 'yes'],
        [9, bad, 'yes'],
      ],
      'first-try',
    ],
    [
      'right at once, though another address had failed',
      [
        [8, '198.51.100.8', 'no'],
        [9, bad, 'yes'],
      ],
      'first-try',
    ],
    [
      'wrong, then right, within one moment',
      [
        [9, bad, 'no'],
        [9, bad, 'yes'],
      ],
      'after-failures',
    ],
    [
      'wrong long before, then right',
      [
        [0, bad, 'no'],
        [9, bad, 'yes'],
      ],
      'after-failures',
    ],
    [
      'right before the window, and again',
      [
        [0, bad, 'yes'],
        [9, bad, 'yes'],
      ],
      'familiar',
    ],
    ['the right password and a wrong code', [[9, bad, 'no', 'second-factor']], 'stopped'],
    [
      'the right password, held up by a mailed code',
      [[9, bad, 'yes', 'mailed-code-sent']],
      'stopped',
    ],
    [
      'a wrong code, then the right one',
      [
        [9, bad, 'no', 'second-factor'],
        [9, bad, 'yes'],
      ],
      'after-failures',
    ],
    [
      'wrong each time',
      [
        [8, bad, 'no'],
        [9, bad, 'no'],
      ],
      'tried',
    ],
  ])('%s', async (_, events, verdict) => {
    const account = await judge(events, ['198.51.100.0/24'], '2020-01-05T00:00:00Z');
    expect(account?.verdict).toBe(verdict);
  });

  test('an IPv6 address is known by its /64, which its household walks through', async () => {
    const events: Event[] = [
      [0, '2001:db8:1:2::aaaa', 'yes'],
      [9, '2001:db8:1:2::bbbb', 'yes'],
    ];
    const lines = ['2001:db8:1:2::bbbb'];
    expect((await judge(events, lines, '2020-01-05T00:00:00Z'))?.verdict).toBe('familiar');
  });

  test('and another spelling of an address hides nothing', async () => {
    const account = await judge([[9, '2001:DB8:0:0:0::1', 'yes']], ['2001:db8::1']);
    expect(account).toMatchObject({
      verdict: 'first-try',
      method: 'password',
      signedInBefore: false,
    });
  });

  test('what lies outside of the window is not counted', async () => {
    expect(await judge([[0, bad, 'yes']], [bad], '2020-01-05T00:00:00Z')).toBeUndefined();
  });
});
