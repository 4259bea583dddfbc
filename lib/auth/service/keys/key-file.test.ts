import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigurationError } from '../environment.ts';
import { loadKeys } from './key-file.ts';
import { currentKey } from './key-ring.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'auth-keys-'));
  file = path.join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes the keys at the first start, for our eyes only, and reads them at the next', () => {
  const made = loadKeys({ file, hasSubjects: false });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['keys.json']);
  expect(currentKey(made.keyEncryption)).toHaveLength(32);
  expect(currentKey(made.peppers)).toHaveLength(48);
  expect(loadKeys({ file, hasSubjects: true })).toEqual(made);
});

it('refuses to make new keys when there are customers sealed with lost ones', () => {
  expect(() => loadKeys({ file, hasSubjects: true })).toThrow(ConfigurationError);
  expect(readdirSync(folder)).toEqual([]);
});

it('refuses a file that others may read', () => {
  loadKeys({ file, hasSubjects: false });
  chmodSync(file, 0o640);
  expect(() => loadKeys({ file, hasSubjects: false })).toThrow(ConfigurationError);
});

it('refuses a file that is cut, or whose keys are short or missing, and leaves it alone', () => {
  loadKeys({ file, hasSubjects: false });
  const whole = readFileSync(file, 'utf8');
  const content = JSON.parse(whole);
  const faults = [
    '',
    whole.slice(0, 100),
    JSON.stringify({ ...content, currentKey: 2 }),
    JSON.stringify({ ...content, lookupKey: 'AAAA' }),
    JSON.stringify({ ...content, peppers: {} }),
  ];
  for (const fault of faults) {
    writeFileSync(file, fault);
    expect(() => loadKeys({ file, hasSubjects: false })).toThrow(ConfigurationError);
    expect(readFileSync(file, 'utf8')).toBe(fault);
  }
});
