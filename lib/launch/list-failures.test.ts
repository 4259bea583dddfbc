import path from 'node:path';
import { expect, it } from 'vitest';
import { listFailures } from './list-failures.ts';

const name = path.resolve('lib/a.test.ts');
const report = (file: object) => JSON.stringify({ testResults: [{ name, message: '', ...file }] });
const test = (fullName: string, status: string, ...failureMessages: string[]) => ({
  fullName,
  status,
  failureMessages,
});

it('names each test that failed, in which file and why, and none that passed', () => {
  const why = 'Error: a\n    at lib/a.test.ts:2:3\n    at file:///node_modules/vitest/index.js:1:2';
  const assertionResults = [test(' one', 'failed', why), test('two', 'passed')];
  expect(listFailures(report({ status: 'failed', assertionResults }))).toBe(
    '  lib/a.test.ts › one\n    Error: a\n    at lib/a.test.ts:2:3',
  );
});

it('names a file that failed before its first test', () => {
  const file = { status: 'failed', message: 'no such module', assertionResults: [] };
  expect(listFailures(report(file))).toBe('  lib/a.test.ts\n    no such module');
});

it('says so where there is no report, or no test to blame', () => {
  expect(listFailures('')).toContain('before it could say');
  expect(listFailures(report({ status: 'passed', assertionResults: [] }))).toContain('outside');
});

it('keeps a long difference short', () => {
  const assertionResults = [test('one', 'failed', 'x'.repeat(100_000))];
  expect(listFailures(report({ status: 'failed', assertionResults })).length).toBeLessThan(1_000);
});
