import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  customersFile,
  customersText,
  type Installation,
  known,
  openInstallation,
  outcomeOf,
  signInEverybodyKnown,
} from '../testing/installation.ts';

const header = customersText.slice(0, customersText.indexOf('\n'));

describe('an import of customers', () => {
  let here: Installation;
  beforeAll(async () => {
    here = await openInstallation();
  });
  afterAll(() => here.close());

  test('takes every customer over, and again changes nothing', async () => {
    expect(await here.importFile(customersFile)).toMatchObject({
      imported: 2_000,
      present: 0,
      rejected: 0,
    });
    const rows = () => here.manager.query('SELECT * FROM customer ORDER BY id');
    const before = await rows();
    expect(before.rows).toHaveLength(2_000);
    expect(await here.importFile(customersFile)).toMatchObject({
      imported: 0,
      present: 2_000,
      rejected: 0,
    });
    expect((await rows()).rows).toEqual(before.rows);
    const subjects = await here.auth.query('SELECT id FROM subject ORDER BY id');
    expect(subjects.rows).toEqual(before.rows.map(({ id }) => ({ id })));
  });

  test('lets every known password sign in, with codes from the keys that came along, and leaves a bcrypt row', async () => {
    const setAt = async () =>
      new Map(
        (await here.auth.query('SELECT subject_id, set_at FROM password')).rows.map((row) => [
          row.subject_id,
          row.set_at,
        ]),
      );
    const before = await setAt();
    expect(await signInEverybodyKnown(here)).toEqual([]);
    const ids = await here.manager.query('SELECT id FROM customer WHERE email = ANY($1)', [
      known.map(({ email }) => email),
    ]);
    const left = await here.auth.query(
      `SELECT scheme, cost, hash AS plain, count(*)::int FROM password
       WHERE subject_id = ANY($1) GROUP BY 1, 2, 3`,
      [ids.rows.map(({ id }) => id)],
    );
    expect(left.rows).toEqual([
      { scheme: 'bcrypt-hmac-sha384', cost: 10, plain: null, count: known.length },
    ]);
    // A new hash is not a newly chosen password: cutoffs go by when it was chosen.
    expect(await setAt()).toEqual(before);
  });
});

describe('a bad row', () => {
  let here: Installation;
  beforeAll(async () => {
    here = await openInstallation();
  });
  afterAll(() => here.close());

  const hash = '$5$rounds=1000$pI/r81lKCWS5zCZ5$A/5EgOERgcZPhbjtyv5JVPw3ZwLJ2F7w0Q7xHuNlFGA';
  const row = (email: string, fields: Partial<Record<'name' | 'hash' | 'date' | 'key', string>>) =>
    [
      email,
      fields.name ?? 'N',
      '',
      fields.hash ?? hash,
      '',
      fields.date ?? '2014-09-09',
      fields.key ?? '',
    ].join(',');

  test('is set aside with its line and reason, and stops nothing else', async () => {
    const lines: [string | Buffer, string?][] = [
      [row('first@example.com', {})],
      [row('md5@example.com', { hash: '$1$abc$def' }), 'password_hash is of an unknown format'],
      [
        row('absurd@example.com', { hash: hash.replace('1000', '999999999') }),
        'password_hash has an absurd number of rounds',
      ],
      [row('short@example.com', { hash: hash.slice(0, -1) }), 'password_hash is malformed'],
      [row('nobody', {}), 'email is malformed'],
      [row('', {}), 'email is missing'],
      [row('FIRST@example.com', {}), 'duplicate of line 2'],
      [row('nul@example.com', { name: 'N\0' }), 'contains a NUL'],
      [row('date@example.com', { date: '2014-02-30' }), 'created_at is not a date of the past'],
      [row('future@example.com', { date: '2999-01-01' }), 'created_at is not a date of the past'],
      [row('long@example.com', { name: 'n'.repeat(201) }), 'name is too long'],
      [row('huge@example.com', { hash: '$'.repeat(2_000) }), 'password_hash is too long'],
      [row('key@example.com', { key: 'not base32!' }), 'totp_secret is malformed'],
      ['few@example.com,N', 'has 2 columns instead of 7'],
      [`${row('more@example.com', {})},more`, 'has 8 columns instead of 7'],
      [Buffer.from([0x61, 0x40, 0xff, 0x2c]), 'not UTF-8'],
      [row('"open@example.com', {}), 'a quote is opened and never closed'],
      [row('nameless@example.com', { name: ' ' }), 'name is missing'],
      [row('last@example.com', { name: '"Quoted, ""so"""' })],
    ];
    const file = path.join(here.dataDir, 'nasty.csv.gz');
    const bytes = [header, ...lines.map(([line]) => line)].map((line) =>
      Buffer.from(line as string),
    );
    writeFileSync(
      file,
      gzipSync(Buffer.concat(bytes.flatMap((line) => [line, Buffer.from('\r\n')]))),
    );

    const summary = await here.importFile(file, 'fr');
    const expected = lines.flatMap(([, reason], index) => (reason ? [[index + 2, reason]] : []));
    expect(summary).toMatchObject({ imported: 2, present: 0, rejected: expected.length });
    const rejectsFile = summary.rejectsFile ?? '';
    expect(statSync(rejectsFile).mode & 0o777).toBe(0o600);
    const rejects: string[][] = parse(readFileSync(rejectsFile), { relax_column_count: true });
    expect(rejects[0]).toEqual(['line', 'reason', ...header.split(',')]);
    const told = rejects.slice(1).map(([line, reason]) => [Number(line), reason]);
    expect(told.toSorted((one, other) => Number(one[0]) - Number(other[0]))).toEqual(expected);
    const stored = await here.manager.query(
      'SELECT email, name, language FROM customer ORDER BY 1',
    );
    expect(stored.rows).toEqual([
      { email: 'first@example.com', name: 'N', language: 'fr' },
      { email: 'last@example.com', name: 'Quoted, "so"', language: 'fr' },
    ]);
  });

  test('once corrected is imported from the rejects file as it is', async () => {
    const file = path.join(here.dataDir, 'corrected.csv');
    writeFileSync(file, `line,reason,${header}\n3,unknown,${row('corrected@example.com', {})}\n`);
    expect(await here.importFile(file)).toMatchObject({ imported: 1, rejected: 0 });
  });

  test('is not looked for in a file whose header is not the one we know', async () => {
    const file = path.join(here.dataDir, 'headless.csv');
    writeFileSync(file, `${row('a@example.com', {})}\n`);
    await expect(here.importFile(file)).rejects.toThrow('The header lacks email');
  });

  test('of an email that the panel gave to another customer is not confused with that one', async () => {
    const email = 'taken@example.com';
    const file = path.join(here.dataDir, 'taken.csv');
    writeFileSync(file, `${header}\n${row(email, {})}\n`);
    await here.importFile(file);
    await here.manager.query('UPDATE customer SET id = gen_random_uuid() WHERE email = $1', [
      email,
    ]);
    expect(await here.importFile(file)).toMatchObject({ imported: 0, present: 0, rejected: 1 });
  });
});

describe('an import that is interrupted', () => {
  let here: Installation;
  beforeAll(async () => {
    here = await openInstallation();
  });
  afterAll(() => here.close());

  const count = async () =>
    (await here.manager.query('SELECT count(*)::int AS n FROM customer')).rows[0].n as number;

  test('by kill -9 goes on when it is run again, and loses and doubles nobody', async () => {
    // A pipe holds the second half back: the kill falls in the middle, whatever the machine's speed.
    const pipe = path.join(here.dataDir, 'customers.csv');
    execFileSync('mkfifo', [pipe]);
    const child = here.bulkhead('import', 'customers', pipe);
    const ended = once(child, 'exit');
    const feed = await open(pipe, 'w');
    const lines = customersText.split('\n');
    await feed.write(`${lines.slice(0, 1_201).join('\n')}\n`);
    await expect.poll(count, { interval: 20 }).toBeGreaterThanOrEqual(500);
    child.kill('SIGKILL');
    await ended;
    await feed.close();
    const taken = await count();
    expect(taken).toBeLessThan(2_000);

    const again = here.bulkhead('import', 'customers', customersFile, '--json');
    const { stdout } = await outcomeOf(again);
    const summary = JSON.parse(stdout);
    expect(summary.imported + summary.present).toBe(2_000);
    expect(summary.present).toBe(taken);
    expect(await count()).toBe(2_000);
    const both = await Promise.all([
      here.auth.query('SELECT id FROM subject ORDER BY id'),
      here.manager.query('SELECT id FROM customer ORDER BY id'),
    ]);
    expect(both[0].rows).toEqual(both[1].rows);
    const passwords = await here.auth.query('SELECT count(*)::int AS n FROM password');
    expect(passwords.rows[0].n).toBe(2_000);
    rmSync(pipe);
  });

  test('by the end of the auth service stops with a line that says how to go on', async () => {
    await here.endService();
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'bulkhead-import-')), 'one.csv');
    writeFileSync(file, customersText.split('\n').slice(0, 2).join('\n'));
    const child = here.bulkhead('import', 'customers', file);
    const { stderr, code } = await outcomeOf(child);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'The auth service does not answer. Nothing was imported. Run the same command again to go on.\n',
    );
    expect(existsSync(file.replace('.csv', '.rejects.csv'))).toBe(false);
    rmSync(path.dirname(file), { recursive: true });
  });
});
