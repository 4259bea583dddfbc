import { setTimeout as wait } from 'node:timers/promises';
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
  expect(await hold(async () => ({ verdict: 'no' }))).toEqual({ verdict: 'no' });
  expect(performance.now() - started).toBeLessThan(4_000);
});

it('only a no waits: the right password is answered as soon as it is decided', async () => {
  const judge = async () => {
    await wait(20);
    return { right: false, replacement: null, damaged: false };
  };
  const { hold } = await measureAnswerTime({ judge } as unknown as Passwords, []);
  const order: string[] = [];
  const ask = async (verdict: string) => {
    await hold(async () => ({ verdict }));
    order.push(verdict);
  };
  const failing = hold(async () => Promise.reject(new Error())).catch(() => order.push('error'));
  await Promise.all([ask('no'), failing, ask('yes'), ask('second-factor'), ask('reset-required')]);
  expect(order.slice(0, 3)).toEqual(['yes', 'second-factor', 'reset-required']);
});
