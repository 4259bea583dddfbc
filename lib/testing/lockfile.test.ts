import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

// npm drops optional packages it cannot see from the lock file, and then refuses to install from it.
test('the lock file names every optional package, so that a fresh clone installs on any machine', () => {
  const file = path.resolve(import.meta.dirname, '../../package-lock.json');
  const { packages } = lock.parse(JSON.parse(readFileSync(file, 'utf8')));
  const names = new Set(Object.keys(packages).map((key) => key.split('node_modules/').at(-1)));
  const optional = Object.values(packages).flatMap((one) =>
    Object.keys(one.optionalDependencies ?? {}),
  );
  expect(optional.length).toBeGreaterThan(50);
  expect(optional.filter((name) => !names.has(name))).toEqual([]);
});
