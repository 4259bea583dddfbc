import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepRunning, type Part } from './keep-running.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Parts that live until the test says otherwise. */
function stage() {
  const living: { die: (why: string) => Promise<void>; stopped: boolean }[] = [];
  const said: string[] = [];
  const begin = vi.fn(async (): Promise<Part> => {
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    const one = {
      stopped: false,
      die: async (why: string) => {
        resolve(why);
        await vi.advanceTimersByTimeAsync(0);
      },
    };
    living.push(one);
    const stop = async () => {
      one.stopped = true;
      resolve('SIGTERM');
    };
    return { pid: living.length, ended, stop };
  });
  const onRestart = vi.fn();
  const onLost = vi.fn();
  const say = (words: string) => void said.push(words);
  const start = () => keepRunning({ name: 'part', begin, say, onRestart, onLost });
  return { start, begin, living, said, onRestart, onLost };
}

test('what dies is started again, later each time, and is known by its new number', async () => {
  const { start, begin, living, said, onRestart } = stage();
  const kept = await start();
  for (const [index, delay] of [500, 1_000, 2_000].entries()) {
    await living.at(-1)?.die('SIGKILL');
    await vi.advanceTimersByTimeAsync(delay - 1);
    expect(begin).toHaveBeenCalledTimes(index + 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(begin).toHaveBeenCalledTimes(index + 2);
    expect(onRestart).toHaveBeenCalledTimes(index + 1);
    expect(kept.part.pid).toBe(index + 2);
  }
  expect(said[0]).toBe('part ended (SIGKILL); starting it again in 0.5 s.');
});

test('what keeps dying is given up, which is said and reported once', async () => {
  const { start, begin, living, said, onLost } = stage();
  await start();
  for (let death = 0; death < 6; death++) {
    expect(onLost).not.toHaveBeenCalled();
    await living.at(-1)?.die('code 1');
    await vi.advanceTimersByTimeAsync(10_000);
  }
  expect(onLost).toHaveBeenCalledTimes(1);
  expect(begin).toHaveBeenCalledTimes(6);
  expect(said.at(-1)).toBe('part keeps ending (code 1) and is given up; Bulkhead stops.');
});

test('what cannot be started again is given up as well, and its reason said', async () => {
  const { start, begin, living, said, onLost } = stage();
  await start();
  begin.mockRejectedValue(new Error('no such file\nand more'));
  await living[0]?.die('SIGSEGV');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(onLost).toHaveBeenCalledTimes(1);
  expect(said.at(-1)).toContain('(no such file)');
});

test('a minute of running is a new beginning', async () => {
  const { start, living, said, onLost } = stage();
  await start();
  for (let death = 0; death < 10; death++) {
    await vi.advanceTimersByTimeAsync(60_001);
    await living.at(-1)?.die('SIGKILL');
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(onLost).not.toHaveBeenCalled();
  expect(new Set(said).size).toBe(1);
});

test('stopped while it waits to start again, it does not wait, and starts nothing', async () => {
  const { start, begin, living } = stage();
  const kept = await start();
  await living[0]?.die('SIGKILL');
  await kept.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begin).toHaveBeenCalledTimes(1);
});

test('stopped while a new start is under way, it is not over before that one has ended', async () => {
  const { start, begin, living, onRestart } = stage();
  const kept = await start();
  const gate = Promise.withResolvers<void>();
  const up = begin.getMockImplementation();
  begin.mockImplementationOnce(() => gate.promise.then(() => up?.() as Promise<Part>));
  await living[0]?.die('SIGKILL');
  await vi.advanceTimersByTimeAsync(500);
  const stopped = vi.fn();
  const stopping = kept.stop().then(stopped);
  await vi.advanceTimersByTimeAsync(0);
  expect(stopped).not.toHaveBeenCalled();
  gate.resolve();
  await stopping;
  expect(living[1]?.stopped).toBe(true);
  expect(onRestart).not.toHaveBeenCalled();
});

test('what does not come up at the first start is not tried again', async () => {
  const { start, begin, onLost } = stage();
  begin.mockRejectedValueOnce(new Error('wrong'));
  await expect(start()).rejects.toThrow('wrong');
  expect(onLost).not.toHaveBeenCalled();
});
