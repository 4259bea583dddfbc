import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ImportGraph, readImportGraph } from './import-graph.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const below = (folders: string[]) => (file: string) => folders.some((f) => file.startsWith(f));

const pages = globSync('app/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !file.includes('.test.'))
  .sort();
const processes = {
  manager: 'lib/manager/main.ts',
  auth: 'lib/auth/service/main.ts',
  worker: 'lib/worker/main.ts',
  operator: 'lib/operator/main.ts',
  launcher: 'lib/launch/start.ts',
  migrate: 'lib/launch/migrate.ts',
};
// Started by URL, which no import shows.
const authThreads = globSync('lib/auth/service/**/*-thread.ts', { cwd: root }).sort();
const auth = [processes.auth, ...authThreads];
const sealed = ['lib/auth/service/', 'prisma/auth/client/'];
const sealedPackages = ['@simplewebauthn/server', 'bcrypt', 'otplib'];
let graph: ImportGraph;

beforeAll(async () => {
  graph = await readImportGraph([...pages, ...Object.values(processes), ...authThreads]);
});

describe('the auth service', () => {
  test('loads nothing of those who ask it', () => {
    const shared = [
      'lib/auth/contract.ts',
      'lib/auth/contract/',
      'lib/auth/tls-files.ts',
      'lib/breached/',
      'lib/database/',
      'lib/journal/',
      'lib/mail/',
      'lib/words/',
    ];
    const own = [...sealed, ...shared];
    const strangers = graph.reach(auth).files.filter((file) => !below(own)(file));
    expect(strangers).toEqual([]);
  });

  test('loads no package beyond those it was given', () => {
    const { packages } = graph.reach(auth);
    expect(authThreads).toHaveLength(2);
    expect(packages.filter((name) => !name.startsWith('node:'))).toEqual([
      '@prisma/adapter-pg',
      '@prisma/client',
      '@simplewebauthn/server',
      '@zxcvbn-ts/core',
      '@zxcvbn-ts/language-common',
      '@zxcvbn-ts/language-en',
      '@zxcvbn-ts/language-fr',
      'bcrypt',
      'nodemailer',
      'otplib',
      'pg',
      'pino',
      'piscina',
      'prom-client',
      'use-intl',
      'zod',
    ]);
  });

  test.each(sealedPackages)('is alone in loading %s', (name) => {
    const importers = graph.importersOf(name);
    expect(importers).not.toEqual([]);
    expect(importers.filter((file) => !below(sealed)(file))).toEqual([]);
  });
});

describe('no credential is within reach of', () => {
  test.each(['manager', 'worker', 'operator', 'launcher', 'migrate'] as const)('the %s', (name) => {
    const { files, packages } = graph.reach([
      processes[name],
      ...(name === 'manager' ? pages : []),
    ]);
    expect(files.filter(below(sealed))).toEqual([]);
    expect(packages.filter((one) => sealedPackages.includes(one))).toEqual([]);
  });
});

describe('each process keeps to its work', () => {
  test('the manager sends no mail and runs nothing of the other processes', () => {
    const { files, packages } = graph.reach([processes.manager, ...pages]);
    const others = ['lib/worker/', 'lib/operator/', 'lib/launch/', 'lib/testing/'];
    expect(files.filter(below(others))).toEqual([]);
    expect(packages.filter((one) => one === 'nodemailer')).toEqual([]);
  });

  test.each(['worker', 'operator', 'launcher', 'migrate'] as const)(
    'the %s loads no page',
    (name) => {
      const { files, packages } = graph.reach([processes[name]]);
      expect(files.filter(below(['app/', 'components/', 'lib/manager/', 'lib/testing/']))).toEqual(
        [],
      );
      expect(packages.filter((one) => ['next', 'next-auth', 'server-only'].includes(one))).toEqual(
        [],
      );
    },
  );

  test('what runs in the browser reaches no database and no machine', () => {
    const client = graph.files.filter((file) => /^['"]use client['"]/.test(read(file)));
    // An action is only named in the browser: what it loads stays on the server.
    const { packages } = graph.reach(client, (file) => !isAction(file));
    const machine = packages.filter((one) => /^(pg|server-only|@prisma\/.*|node:.*)$/.test(one));
    expect(client).not.toEqual([]);
    expect(machine).toEqual([]);
  });
});

describe('every page, route and action asks by itself who is there', () => {
  const answering = pages.filter(
    (file) => /\/(page\.tsx|route\.ts)$/.test(`/${file}`) || isAction(file),
  );
  // The only way to be open to strangers is to stand in this list.
  const open = [
    'app/(sign-in)/',
    'app/api/auth/',
    'app/api/health/',
    'app/set-language.ts',
    'app/setup/',
    'app/sign-out.ts',
    'app/unavailable/',
  ];

  test.each(answering.filter((file) => !below(open)(file)))('%s', (file) => {
    const guard = file.startsWith('app/staff/') ? 'requireStaff' : 'requireCustomer';
    for (const body of exportedFunctions(read(file))) {
      expect(body, `${file} must call ${guard} in each of its exports`).toMatch(
        new RegExp(`await ${guard}\\(`),
      );
    }
  });

  test('and those there are have been looked at', () => {
    expect(answering.length).toBeGreaterThan(10);
  });
});

function isAction(file: string): boolean {
  return /^\s*['"]use server['"]/m.test(read(file));
}

/** The text of each exported function, up to the next one; a title that is only words gives nothing away. */
function exportedFunctions(source: string): string[] {
  const [, ...bodies] = source.split(/^export (?=default |async |function |const )/m);
  const wordsOnly = (body: string) =>
    body.startsWith('async function generateMetadata') && !/\b(database|ask)\(/.test(body);
  return bodies.filter((body) => !wordsOnly(body));
}
