import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const files = globSync('{app,components}/**/*.tsx', { cwd: root }).sort();

// A field is a property of its form: one of these names stands before the form's own method, which React calls.
test('no field takes the name of what a form can do', () => {
  const taken = files.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bname="(reset|submit)"/g)].map(
      ([found]) => `${file}: ${found}`,
    ),
  );
  expect(taken).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});
