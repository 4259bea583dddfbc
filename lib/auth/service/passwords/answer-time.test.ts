import { expect, it, vi } from 'vitest';
import { measureAnswerTime } from './answer-time.ts';
import type { Passwords } from './judge.ts';

it('one stored hash of absurd cost does not keep every answer back for longer than callers wait', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const judge: Passwords['judge'] = async (_, stored) => {
    now += stored ? 60_000 : 100;
    return { right: false, replacement: null, damaged: false };
  };
  const absurd = { scheme: 'bcrypt', cost: 15, pepperVersion: null, hash: '' };
  const { hold } = await measureAnswerTime({ judge } as Passwords, [absurd]);
  clock.mockRestore();
  const started = performance.now();
  expect(await hold(async () => 'no')).toBe('no');
  expect(performance.now() - started).toBeLessThan(4_000);
});
