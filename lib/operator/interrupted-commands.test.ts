import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainHash, entryText } from '../journal/chain.ts';
import {
  customersFile,
  type Installation,
  openInstallation,
  outcomeOf,
} from '../testing/installation.ts';
import { heard, holdLock, interruptOnce, said } from '../testing/interrupting.ts';
import { signInsFile } from '../testing/legacy-sign-ins.ts';
import { watchingEnded } from './interruption.ts';

let here: Installation;
beforeAll(async () => {
  here = await openInstallation();
  await here.importFile(customersFile);
});
afterAll(() => here.close());

const again = (args: string[]) => outcomeOf(here.bulkhead(...args));
const rowsOf = async (database: 'auth' | 'manager', query: string) =>
  (await here[database].query(query)).rows;

/** Interrupts a command that stands still at a lock; it goes on as soon as it has heard. */
async function interruptAt(database: 'auth' | 'manager', lock: string, args: string[]) {
  await using stack = new AsyncDisposableStack();
  const held = stack.use(await holdLock(here[database], lock));
  return await interruptOnce(here.bulkhead(...args), held.someoneWaits, () => stack.disposeAsync());
}

/** Entries as the auth service chains them, which would take a while to write that many. */
async function lengthenJournal(by: number) {
  const client = await here.auth.connect();
  await client.query('BEGIN');
  const { rows } = await client.query('SELECT seq, hash FROM journal_head FOR UPDATE');
  let [seq, hash]: [bigint, Buffer] = [BigInt(rows[0].seq), rows[0].hash];
  const [at, caller, verb, verdict, requestId] = [new Date(), 'manager', 'rate', 'no', 'r'];
  const text = entryText({ at, caller, verb, verdict, requestId });
  const added: [string, Buffer][] = [];
  for (let n = 0; n < by; n++) {
    seq += 1n;
    hash = chainHash(hash, seq, text);
    added.push([String(seq), hash]);
  }
  await client.query(
    `INSERT INTO journal (seq, hash, at, caller, verb, verdict, request_id)
     SELECT n, h, $3, $4, $5, $6, $7 FROM unnest($1::bigint[], $2::bytea[]) AS given (n, h)`,
    [added.map(([n]) => n), added.map(([, h]) => h), at, caller, verb, verdict, requestId],
  );
  await client.query('UPDATE journal_head SET seq = $1, hash = $2', [String(seq), hash]);
  await client.query('COMMIT');
  client.release();
}

test('Ctrl-C in a batch of sign-ins lets it end, whole and counted; run again, each is there once', async () => {
  const file = path.join(here.dataDir, 'sign-ins.csv.gz');
  copyFileSync(signInsFile, file);
  const whole = gunzipSync(readFileSync(file)).toString().trim().split('\n').length - 1;
  const stored = async () =>
    (await rowsOf('manager', 'SELECT count(*)::int AS n FROM activity'))[0].n as number;
  const before = await stored();

  const args = ['import', 'sign-ins', file, '--json'];
  const { code, stdout, stderr } = await interruptAt(
    'manager',
    'LOCK TABLE activity IN SHARE MODE',
    args,
  );
  expect({ code, stderr }).toEqual({ code: 130, stderr: heard });
  const first = JSON.parse(stdout);
  // One batch, after the header.
  expect(first).toMatchObject({
    ...{ interrupted: true, imported: 2_000, present: 0, stoppedAfterLine: 2_001 },
  });
  expect(await stored()).toBe(before + 2_000);

  const second = await again(args);
  expect(second.code).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({ imported: whole - 2_000, present: 2_000 });
  expect(await stored()).toBe(before + whole);
});

test('Ctrl-C while a key is replaced ends the watching alone; the same command watches that one again', async () => {
  // Somebody is held, and passed over: the replacement cannot end before they are let go.
  await using stack = new AsyncDisposableStack();
  stack.use(await holdLock(here.auth, 'SELECT id FROM subject ORDER BY id LIMIT 1 FOR UPDATE'));
  const rotations = () => rowsOf('auth', 'SELECT state, to_version AS version FROM key_rotation');
  const child = here.bulkhead('keys', 'rotate', '--json');
  const outcome = outcomeOf(child);
  await expect.poll(rotations, { interval: 20 }).toEqual([{ state: 'promoted', version: 2 }]);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await outcome;
  expect({ code, stderr }).toEqual({ code: 130, stderr: `${watchingEnded}\n` });
  expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, state: 'promoted', to: 2 });

  const watching = here.bulkhead('keys', 'rotate');
  const joined = said(watching, 'One is under way already: this is that one.\n');
  const end = outcomeOf(watching);
  await joined;
  await stack.disposeAsync();
  expect(await end).toMatchObject({ code: 0, stdout: expect.stringContaining('1 to 2: done') });
  expect(await rotations()).toEqual([{ state: 'done', version: 2 }]);
});

test('Ctrl-C between the two databases of totp reset-all stops it in neither', async () => {
  const args = ['totp', 'reset-all', '--reason', 'A copy of our keys was stolen.', '--yes'];
  const cutoffs = () =>
    Promise.all([
      rowsOf('auth', 'SELECT cutoff FROM totp_cutoff ORDER BY 1'),
      rowsOf('manager', 'SELECT cutoff FROM second_factor_cutoff ORDER BY 1'),
    ]);
  const { code, stdout, stderr } = await interruptAt(
    'manager',
    'LOCK TABLE second_factor_cutoff',
    args,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: heard });
  expect(stdout).toMatch(/^\d+ authenticators void since .*, and every session .* is over\.\n$/);
  const [auth, manager] = await cutoffs();
  expect(auth).toHaveLength(1);
  expect(manager).toEqual(auth);

  expect(await again(args)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^0 /) });
  const [authThen, managerThen] = await cutoffs();
  expect(managerThen).toEqual(authThen);
});

test('Ctrl-C while the journal is verified claims nothing of what was not read; run again, all of it is', async () => {
  // More than one page of entries.
  await lengthenJournal(5_100);
  // Ending, it signs how far it has come.
  await here.endService('SIGTERM');
  const [{ n: entries }] = await rowsOf('auth', 'SELECT count(*)::int AS n FROM journal');
  expect(entries).toBeGreaterThan(5_100);

  const args = ['journal', 'verify', '--json'];
  const first = await interruptAt('auth', 'LOCK TABLE journal', args);
  expect(first).toEqual({
    code: 130,
    stdout: '{"interrupted":true,"entries":"5000"}\n',
    stderr: `${heard}Stopped after 5000 entries, as you asked: this says nothing of the rest. Run the same command again to check them all.\n`,
  });
  const second = await again(args);
  expect(second.code).toBe(0);
  expect(JSON.parse(second.stdout)).toMatchObject({ sound: true, entries: String(entries) });
});
