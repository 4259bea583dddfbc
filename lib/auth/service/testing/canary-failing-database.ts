import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { withClient } from '../../../database/roles.ts';
import { canaryWord } from '../../../testing/canaries.ts';
import { freshSource, home, passwordOf, people } from './canary-flows.ts';
import type { CanaryRun } from './canary-run.ts';

/** The database refuses with errors that quote the row, table by table; rows are damaged; then it is gone. */
export async function askWithFailingDatabase(run: CanaryRun): Promise<void> {
  await run.noteStored();
  const words = run.canaries.add('what the database says', canaryWord());
  await run.sql(`CREATE FUNCTION quote_row() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '${words} %', to_jsonb(NEW)::text
       USING DETAIL = NEW::text; END $$`);
  const byMailer = ['link'];
  const byVerbs = ['link_request', 'recovery_code', 'yes_grant', 'challenge', 'password', 'totp'];
  for (const table of [...byMailer, ...byVerbs, 'throttle', 'journal', 'journal_head']) {
    await run.sql(`CREATE TRIGGER quote_row BEFORE INSERT OR UPDATE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION quote_row()`);
    const verdicts = await askAll(run);
    await run.noteStored();
    if (byMailer.includes(table)) await untilPrinted(run, 'link-mail-failed', 1);
    else expect([table, verdicts]).toEqual([table, expect.arrayContaining(['unavailable'])]);
    await run.sql(`DROP TRIGGER quote_row ON ${table}`);
  }
  await damageRows(run);
  const name = new URL(run.ownerUrl).pathname.slice(1);
  const postgres = new URL(run.ownerUrl);
  postgres.pathname = '/postgres';
  await withClient(postgres.href, async (client) => {
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`,
      [name],
    );
    expect(new Set(await askAll(run))).toEqual(new Set(['unavailable']));
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
  await run.sink.close();
  await run.ask('request-link', { email: people.customer.email, source: freshSource() });
  await untilPrinted(run, 'link-mail-failed', 2);
}

async function untilPrinted(run: CanaryRun, event: string, times: number) {
  while (run.service.printed().split(`"${event}"`).length <= times) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function askAll(run: CanaryRun): Promise<string[]> {
  const { canaries } = run;
  const { staff, customer } = people;
  const source = home;
  const wrong = passwordOf(run, 'wrong, of a customer');
  const next = passwordOf(run, 'of a customer, the next');
  const { id: subject, password: current } = customer;

  const first = await run.ask('verify-password', { ...customer, source });
  if (first.grant) canaries.add('a grant', String(first.grant));
  const second = await run.ask('verify-password', { ...staff, source });
  const challenge = String(second.challenge ?? randomBytes(32).toString('base64url'));
  canaries.add('a challenge', challenge);
  const method = 'recovery-code';
  const code = staff.codes.pop() ?? '918273';
  const factor = await run.ask('verify-second-factor', { challenge, method, code, source });
  if (factor.grant) canaries.add('a grant', String(factor.grant));
  const begun = await run.ask('begin-totp', { subject, password: current, source });
  if (begun.key) canaries.add('a TOTP key', String(begun.key));
  const stranger = { email: customer.email, password: wrong, source: freshSource() };
  const others = [
    await run.ask('verify-password', stranger),
    await run.ask('request-link', { email: staff.email, source: freshSource() }),
    await run.ask('change-password', { subject, current, next, source }),
  ];
  if (others.at(-1)?.verdict === 'yes') customer.password = next;
  return [first, second, factor, begun, ...others].map(({ verdict }) => verdict);
}

async function damageRows(run: CanaryRun) {
  const damaged = () => run.canaries.add('a damaged value', canaryWord(90));
  await run.sql('UPDATE password SET hash_sealed = $1', [Buffer.from(damaged())]);
  await run.sql('UPDATE totp SET key_sealed = $1', [Buffer.from(damaged())]);
  await run.sql('UPDATE subject SET email_sealed = $1 WHERE id <> $2', [
    Buffer.from(damaged()),
    people.customer.id,
  ]);
  await askAll(run);
}
