import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LaunchError } from './launch-error.ts';
import { openSecrets } from './secrets.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const contents = () =>
  readdirSync(dir).map((name) => [name, readFileSync(path.join(dir, name), 'utf8')]);

test('secrets are made once, are readable by their owner alone, and stay', () => {
  const first = openSecrets(dir);
  const files = contents();
  const { postgres, session, roles } = openSecrets(dir);
  expect({ postgres, session, roles }).toEqual({
    postgres: first.postgres,
    session: first.session,
    roles: first.roles,
  });
  expect(contents()).toEqual(files);
  for (const name of readdirSync(dir)) {
    expect(statSync(path.join(dir, name)).mode & 0o777, name).toBe(0o600);
  }
});

test('no two secrets are the same', () => {
  const { postgres, session, roles, callerKeyFile } = openSecrets(dir);
  const keys = (['manager', 'worker', 'operator'] as const).map((caller) =>
    readFileSync(callerKeyFile(caller), 'utf8'),
  );
  const all = [postgres, session, ...Object.values(roles), ...keys];
  expect(new Set(all).size).toBe(all.length);
});

test('what the auth service is given opens nothing: it holds digests only', () => {
  const { callersFile, callerKeyFile } = openSecrets(dir);
  const digests = readFileSync(callersFile, 'utf8');
  expect(digests).not.toContain(readFileSync(callerKeyFile('manager'), 'utf8').trim());
  expect(Object.keys(JSON.parse(digests))).toEqual(['manager', 'worker', 'operator']);
});

test('a role that a newer version brings gets its password, and the others keep theirs', () => {
  const { roles } = openSecrets(dir);
  const file = path.join(dir, 'launcher.json');
  const { journal_app: _, ...older } = roles;
  const values = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...values, roles: older }), { mode: 0o600 });
  const upgraded = openSecrets(dir).roles;
  expect(upgraded).toEqual({ ...older, journal_app: expect.stringMatching(/^[\w-]{43}$/) });
  expect(upgraded.journal_app).not.toBe(roles.journal_app);
  expect(openSecrets(dir).roles).toEqual(upgraded);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['', '{', '{}', '{"postgres":1}'])(
  'a damaged file (%j) is one line, and is not replaced',
  (content) => {
    openSecrets(dir);
    const file = path.join(dir, 'launcher.json');
    writeFileSync(file, content);
    expect(() => openSecrets(dir)).toThrow(LaunchError);
    expect(() => openSecrets(dir)).toThrow(/launcher\.json is damaged\..*$/);
    expect(readFileSync(file, 'utf8')).toBe(content);
  },
);

test('an emptied caller key lets nobody in', () => {
  const { callerKeyFile, callersFile } = openSecrets(dir);
  const before = readFileSync(callersFile, 'utf8');
  writeFileSync(callerKeyFile('operator'), '\n');
  expect(() => openSecrets(dir)).toThrow(LaunchError);
  expect(() => openSecrets(dir)).toThrow(/caller-operator\.key is damaged\..*$/);
  expect(readFileSync(callersFile, 'utf8')).toBe(before);
});
