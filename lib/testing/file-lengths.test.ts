import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const most = 300;
/** Longer ones, each with its reason. */
const longer: Record<string, string> = {
  'e2e/support/people.ts':
    'a table: nobody reads it from top to bottom, and each journey has a row of its own',
  'docs/asvs.md':
    'a table: a row for each requirement of the standard, in the order of the standard',
  'prisma/auth/schema.prisma':
    'the generator and the draft of a migration are given one file, and a table is found by name',
  'prisma/manager/schema.prisma':
    'the generator and the draft of a migration are given one file, and a table is found by name',
};
const files = globSync(
  [
    '*.{ts,css,md,yaml}',
    'docs/**/*.{md,conf,sh}',
    'prisma/*/*.prisma',
    '{app,bench,components,e2e,lib}/**/*.{ts,tsx,css,mjs}',
  ],
  { cwd: root },
).sort();
const lengthOf = (file: string) =>
  readFileSync(path.join(root, file), 'utf8').split('\n').length - 1;

test('no file is longer than three hundred lines without a reason', () => {
  expect(files.length).toBeGreaterThan(500);
  const long = files.filter((file) => lengthOf(file) > most);
  expect(long.filter((file) => !(file in longer))).toEqual([]);
});

test('no reason is kept for a file that needs none', () => {
  const needless = Object.keys(longer).filter(
    (file) => !files.includes(file) || lengthOf(file) <= most,
  );
  expect(needless).toEqual([]);
});
