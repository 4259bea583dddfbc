import type { LogFunctionFactory } from 'graphile-worker';
import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { logJobs } from './log-jobs.ts';

const requestId = '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11';
const lines: Record<string, unknown>[] = [];
const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
const say = (logJobs(log) as LogFunctionFactory)({});
const job = (payload: unknown) => ({
  id: '7',
  task_identifier: 'send-notice',
  attempts: 2,
  payload,
});
beforeEach(() => {
  lines.length = 0;
});

test('a job is logged by its task, its fate and the request it was queued for', () => {
  const payload = { requestId, source: { address: '203.0.113.9' } };
  say('info' as never, 'words', { job: job(payload), duration: 3.7, success: true });
  const facts = { task: 'send-notice', job: '7', attempt: 2, requestId, ms: 4 };
  expect(lines).toEqual([expect.objectContaining({ event: 'job-done', level: 30, ...facts })]);
});

test('one that failed is an error, by kind and code; neither its words nor its payload are logged', () => {
  const error = Object.assign(new TypeError('no customer ada@example.com'), { code: 'P2002' });
  const meta = { job: job({ customer: 'ada@example.com', requestId }), error, failure: true };
  say('error' as never, `Failed with ${error.message}`, meta);
  expect(lines).toEqual([
    expect.objectContaining({ event: 'job-failed', name: 'TypeError', code: 'P2002', requestId }),
  ]);
  expect(JSON.stringify(lines)).not.toContain('ada');
});

test('what a payload puts where the request belongs is logged only if it is an id', () => {
  say('info' as never, '', { job: job({ requestId: 'ada@example.com' }), success: true });
  say('info' as never, '', { job: job(null), success: true });
  expect(JSON.stringify(lines)).not.toContain('ada');
  expect(lines).toHaveLength(2);
});

test('a failure of the queue itself is an error, and its chatter is not logged', () => {
  say('error' as never, 'Failed to acquire client', undefined);
  for (const level of ['info', 'debug', 'warning']) say(level as never, 'words', {});
  expect(lines).toEqual([expect.objectContaining({ event: 'queue-failed' })]);
});
