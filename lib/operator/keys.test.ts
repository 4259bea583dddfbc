import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  customersFile,
  type Installation,
  openInstallation,
  outcomeOf,
  signInEverybodyKnown,
} from '../testing/installation.ts';

let here: Installation;
beforeAll(async () => {
  here = await openInstallation();
});
afterAll(() => here.close());

const bulkhead = (...args: string[]) => outcomeOf(here.bulkhead(...args));
const status = async () => JSON.parse((await bulkhead('keys', 'status', '--json')).stdout);
const keyFile = () =>
  JSON.parse(readFileSync(path.join(here.serviceDir, 'auth-keys.json'), 'utf8'));

test('a rotation whose service is killed on the way ends with every row under the new key, the old one destroyed, and everybody able to sign in', async () => {
  await here.importFile(customersFile);
  const before = keyFile();
  await bulkhead('keys', 'rotate', '--detach');
  const promoted = async () =>
    (await here.auth.query(`SELECT 1 FROM key_version WHERE version = 2`)).rowCount;
  await expect.poll(promoted, { interval: 5 }).toBe(1);
  await here.endService('SIGKILL');
  await here.startServiceAgain();

  const { code, stdout } = await bulkhead('keys', 'rotate');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^key-encryption 1 to 2: done\. [\d,]+ rows sealed anew/);
  const { versions, strangers } = await status();
  expect(strangers).toBe(0);
  expect(versions.filter(({ kind }: { kind: string }) => kind === 'key-encryption')).toMatchObject([
    { version: 1, state: 'retired', inSource: false, rows: 0 },
    { version: 2, state: 'current', inSource: true },
  ]);
  const after = JSON.stringify(keyFile());
  expect(before.keyEncryptionKeys['1']).toHaveLength(44);
  expect(after).not.toContain(before.keyEncryptionKeys['1']);
  expect(await signInEverybodyKnown(here)).toEqual([]);
});

test('an unknown kind of key is answered with how it is used', async () => {
  expect(await bulkhead('keys', 'rotate', 'lookup')).toMatchObject({ code: 2 });
  expect(await bulkhead('keys', 'status', 'x')).toMatchObject({ code: 2 });
});
