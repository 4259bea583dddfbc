import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { importSignIns } from '../operator/import-sign-ins.ts';
import { incident, insertLegacyCustomers, signInsFile } from '../testing/legacy-sign-ins.ts';
import { openManagerBench } from '../testing/manager-bench.ts';
import { watchSignIns } from './watch-sign-ins.ts';

const { owner, workerDb: worker, urls } = await openManagerBench(5);

const signals = () => worker.signal.findMany({ orderBy: [{ pattern: 'asc' }, { subject: 'asc' }] });
const waiting = async () =>
  (await owner.query('SELECT count(*)::int AS n FROM sign_in_unwatched')).rows[0].n;

describe('with an older system’s log replayed as if it happened now', () => {
  beforeAll(async () => {
    await insertLegacyCustomers(owner);
    const pool = new pg.Pool({ connectionString: urls.operatorUrl, max: 2 });
    await importSignIns({
      pool,
      file: signInsFile,
      rejectsFile: path.join(tmpdir(), `${randomUUID()}.csv`),
    });
    await pool.end();
    expect(await waiting()).toBe(0);
    // As the panel itself would have recorded them: nobody with a second factor.
    await owner.query(
      `UPDATE activity SET detail = '{"method": "password"}' WHERE outcome = 'yes'`,
    );
    await owner.query('INSERT INTO sign_in_unwatched SELECT id FROM activity');
    await owner.query('ANALYZE activity');
    await watchSignIns(worker);
  });

  test('the planted spray and entries are found, and nobody else is accused', async () => {
    expect(await waiting()).toBe(0);
    const found = await signals();
    const accused = await owner.query(
      'SELECT email FROM signal JOIN customer ON customer.id = customer_id ORDER BY email',
    );
    expect(accused.rows.map(({ email }) => email)).toEqual([...incident.accounts].sort());
    expect(found.map(({ pattern }) => pattern)).toEqual([
      ...incident.accounts.map(() => 'first-try'),
      'many-accounts',
    ]);
    const spray = found.at(-1);
    expect(spray?.subject).toBe('81.27.242.125/32');
    expect(spray?.events).toBeGreaterThan(incident.sprayed / 2);
    expect(spray?.events).toBeLessThanOrEqual(incident.sprayed);
  });
});
