import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../decide.ts';
import { alertEvents } from './alert-events.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import { openLog } from './open-log.ts';
import { watchDecide } from './watch-decide.ts';

const queue = { running: 0, waiting: 0 };
let metrics: Metrics;
beforeEach(() => {
  Object.assign(queue, { running: 0, waiting: 0 });
  metrics = openMetrics({ queue: () => queue });
});

async function figure(series: string): Promise<number | undefined> {
  const lines = (await metrics.page()).split('\n');
  const line = lines.find((one) => one.startsWith(`bulkhead_auth_${series} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
}

const silent = pino({ level: 'silent' });
const deciding = (reply: Reply) => watchDecide(async () => reply, metrics, silent);
const requestId = '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11';

describe('a figure changes by what happened, and the others stay:', () => {
  it('a decision, by verb and verdict, with its time', async () => {
    await deciding({ verdict: 'no' })('manager', 'verify-password', {}, requestId);
    await deciding({ verdict: 'no' })('manager', 'verify-password', {}, requestId);
    await deciding({ verdict: 'unavailable' })('manager', 'invite', {}, requestId);
    expect(await figure('verdicts_total{verb="verify-password",verdict="no"}')).toBe(2);
    expect(await figure('verdicts_total{verb="invite",verdict="unavailable"}')).toBe(1);
    expect(await figure('verdicts_total{verb="verify-password",verdict="yes"}')).toBeUndefined();
    expect(await figure('decision_seconds_count{verb="verify-password"}')).toBe(2);
    expect(await figure('decision_seconds_sum{verb="verify-password"}')).toBeGreaterThan(0);
  });

  it('a refusal by a limit', async () => {
    metrics.throttled('password-strangers');
    expect(await figure('throttled_total{limit="password-strangers"}')).toBe(1);
    expect(await figure('throttled_total{limit="password-source"}')).toBe(0);
  });

  it('the hash queue, as it is when asked, and what it turned away', async () => {
    expect(await figure('hash_queue_running')).toBe(0);
    Object.assign(queue, { running: 4, waiting: 17 });
    metrics.shed();
    expect(await figure('hash_queue_running')).toBe(4);
    expect(await figure('hash_queue_waiting')).toBe(17);
    expect(await figure('hash_queue_shed_total')).toBe(1);
  });

  it('the passwords of the newest census, costs and peppers of one scheme together', async () => {
    metrics.counted([
      { scheme: 'bcrypt-hmac-sha384', count: 5 },
      { scheme: 'bcrypt-hmac-sha384', count: 7 },
      { scheme: 'sha256-crypt', count: 3 },
    ]);
    metrics.counted([
      { scheme: 'bcrypt-hmac-sha384', count: 14 },
      { scheme: 'bcrypt-hmac-sha384', count: 1 },
    ]);
    expect(await figure('password_rows{scheme="bcrypt-hmac-sha384"}')).toBe(15);
    expect(await figure('password_rows{scheme="sha256-crypt"}')).toBe(0);
  });

  it('an alert, by event: whatever is logged as an error, and nothing that is not', async () => {
    const lines: string[] = [];
    const log = openLog(metrics.alerted, { write: (line) => void lines.push(line) });
    log.error({ event: 'journal-unavailable' });
    log.fatal({ event: 'journal-unavailable' });
    log.warn({ event: 'journal-unavailable' });
    log.info({ event: 'journal-unavailable' });
    log.error('only words');
    expect(await figure('alerts_total{event="journal-unavailable"}')).toBe(2);
    expect(await figure('alerts_total{event="other"}')).toBe(1);
    expect(await figure('alerts_total{event="seal-broken"}')).toBe(0);
    expect(lines).toHaveLength(5);
  });

  it('the process itself: its memory and its event loop', async () => {
    const page = await metrics.page();
    expect(page).toMatch(/^process_resident_memory_bytes \d/m);
    expect(page).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  });
});

describe('no label is taken from what somebody sent:', () => {
  it.each(['no-such-verb', '__proto__', 'constructor', 'a"} 1\nevil{x="', 'x'.repeat(64)])(
    'a verb %j counts as unknown',
    async (verb) => {
      await deciding({ verdict: 'forbidden' })('manager', verb, {}, requestId);
      expect(await figure('verdicts_total{verb="unknown",verdict="forbidden"}')).toBe(1);
      expect(await metrics.page()).not.toContain(verb);
    },
  );

  it('a thousand verbs nobody knows are one series', async () => {
    const series = async () => (await metrics.page()).match(/^bulkhead_auth_verdicts/gm)?.length;
    for (let index = 0; index < 1_000; index++) {
      await deciding({ verdict: 'forbidden' })('manager', `verb-${index}`, {}, requestId);
    }
    expect(await series()).toBe(1);
  });

  it('an event or a scheme nobody knows is counted and not named', async () => {
    metrics.alerted('hunter2');
    metrics.alerted({ toString: () => 'hunter2' });
    metrics.counted([{ scheme: 'hunter2', count: 2 }]);
    expect(await figure('alerts_total{event="other"}')).toBe(2);
    expect(await figure('password_rows{scheme="other"}')).toBe(2);
    expect(await metrics.page()).not.toContain('hunter2');
  });
});

it('every event that the service logs as an error has its series', () => {
  const folder = path.resolve(import.meta.dirname, '..');
  const logged = globSync('**/*.ts', { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      return [...text.matchAll(/log\.(?:error|fatal)\(\{ event(?:: '([a-z-]+)')?[ ,]/g)].flatMap(
        ([, literal]) =>
          literal ??
          [...(/const event = (.*);/.exec(text)?.[1] ?? '').matchAll(/'([a-z-]+)'/g)].map(
            ([, one]) => one,
          ),
      );
    });
  expect([...new Set(logged)].sort()).toEqual([...alertEvents]);
});

it('a line carries the id of the request it was logged in, however deep, and no other', async () => {
  const lines: { requestId?: string }[] = [];
  const log = openLog(() => {}, { write: (line) => void lines.push(JSON.parse(line)) });
  const ids = ['1', '2'].map((last) => requestId.slice(0, -1) + last);
  const decide = watchDecide(
    async () => {
      await Promise.resolve();
      log.error({ event: 'hash-damaged' });
      return { verdict: 'no' };
    },
    metrics,
    log,
  );
  await Promise.all(ids.map((id) => decide('manager', 'verify-password', {}, id)));
  log.info({ event: 'listening' });
  expect(lines.map((line) => line.requestId).sort()).toEqual([...ids, ...ids, undefined].sort());
});
