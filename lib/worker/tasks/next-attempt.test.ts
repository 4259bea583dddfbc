import { expect, test } from 'vitest';
import { nextAttempt } from './next-attempt.ts';

const now = new Date('2026-11-25T12:00:00Z');
const minutes = (failure: 'unreachable' | 'put-off', attempts: number, chance: number) =>
  (nextAttempt(failure, attempts, now, chance).getTime() - now.getTime()) / 60_000;

test('each wait is twice the last, up to a bound', () => {
  const waits = (failure: 'unreachable' | 'put-off') =>
    [1, 2, 3, 4, 5, 6, 7, 8, 1_000].map((attempts) => minutes(failure, attempts, 0.5));
  expect(waits('put-off')).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(waits('unreachable')).toEqual([1, 2, 4, 8, 10, 10, 10, 10, 10]);
});

test('chance makes it a quarter shorter or longer, and no more', () => {
  expect(minutes('put-off', 7, 0)).toBe(45);
  expect(minutes('put-off', 7, 1)).toBe(75);
});
