import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { startChild } from './child.ts';
import { commandOf } from './command-of.ts';
import { keepRunning } from './keep-running.ts';
import { LaunchError } from './launch-error.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-child-'));
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => void vi.useRealTimers());

const ready = "process.send({ type: 'ready' });";
const lasting = 'setInterval(() => {}, 60_000);';
const untilTold = `process.once('SIGTERM', () => process.exit(0)); ${lasting}`;

function spec(name: string, source: string, env: Record<string, string> = {}) {
  const script = path.join(dir, `${name}.mjs`);
  writeFileSync(script, source);
  return { name, script, env };
}
const logOf = (name: string) => readFileSync(path.join(dir, `${name}.log`), 'utf8');

test('a process is told what it is given, and nothing of what the launcher knows', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://owner:secret@localhost/manager');
  const source = `console.log(JSON.stringify(Object.keys(process.env))); ${ready} ${untilTold}`;
  const child = await startChild(spec('told', source, { OWN: 'value' }), dir);
  await expect.poll(() => logOf('told')).toContain(']');
  await child.stop();
  vi.unstubAllEnvs();
  expect(JSON.parse(logOf('told')).sort()).toEqual(['NODE_ENV', 'OWN', 'PATH', 'TZ']);
});

test('what a process says goes to a log that only its owner can read', async () => {
  const child = await startChild(
    spec('says', `console.error('words'); ${ready} ${untilTold}`),
    dir,
  );
  await expect.poll(() => logOf('says')).toBe('words\n');
  await child.stop();
  expect(statSync(path.join(dir, 'says.log')).mode & 0o777).toBe(0o600);
});

test('a process that ends while starting is reported with its own last words', async () => {
  writeFileSync(path.join(dir, 'early.log'), 'words of another day\n');
  const start = startChild(spec('early', "console.error('no such key'); process.exit(3);"), dir);
  const error = await start.catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(LaunchError);
  expect((error as Error).message).toBe('early ended while starting:\n  no such key');
});

test('a process that is not ready within a minute is ended and reported', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const source = `${untilTold} console.log(process.pid);`;
  const failure = startChild(spec('late', source), dir).catch((reason: Error) => reason);
  await expect.poll(() => logOf('late')).toMatch(/\d+\n/);
  expect(commandOf(Number(logOf('late')))).toContain('late.mjs');
  vi.advanceTimersByTime(60_000);
  expect((await failure) as Error).toMatchObject({
    message: expect.stringContaining('late was not ready within a minute'),
  });
  expect(commandOf(Number(logOf('late')))).toBeUndefined();
});

test('a process that does not end when asked is made to', async () => {
  const source = `process.on('SIGTERM', () => console.log('no')); ${ready} ${lasting}`;
  const child = await startChild(spec('deaf', source), dir);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stopping = child.stop();
  await expect.poll(() => logOf('deaf')).toContain('no');
  vi.advanceTimersByTime(10_000);
  await stopping;
  expect(await child.ended).toBe('SIGKILL');
});

test('a process that is killed comes up again as another', async () => {
  const restarted = Promise.withResolvers<void>();
  const lost = vi.fn();
  const kept = await keepRunning({
    name: 'killed',
    begin: () => startChild(spec('killed', `${ready} ${untilTold}`), dir),
    say: () => {},
    onRestart: restarted.resolve,
    onLost: lost,
  });
  const first = kept.part.pid as number;
  process.kill(first, 'SIGKILL');
  await restarted.promise;
  expect(kept.part.pid).not.toBe(first);
  expect(commandOf(kept.part.pid as number)).toContain('killed.mjs');
  await kept.stop();
  expect(commandOf(kept.part.pid as number)).toBeUndefined();
  expect(lost).not.toHaveBeenCalled();
});
