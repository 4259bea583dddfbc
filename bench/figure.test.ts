import { expect, test } from 'vitest';
import { holds, plain, ratio } from './figure.ts';
import { quantile } from './load.ts';
import { inTable } from './report.ts';

const peer = { what: 'peer', value: 10 };

test('a figure is judged by its ratio to what stands beside it, not by itself', () => {
  const bound = { kind: 'limit', least: 0.97 } as const;
  expect(holds(ratio('ours', 9.8, 'a second', peer, bound))).toBe(true);
  expect(holds(ratio('ours', 9.6, 'a second', peer, bound))).toBe(false);
});

test('a figure without a peer is judged by its limit', () => {
  expect(holds(plain('ours', 3, 'ms', { kind: 'limit', most: 3 }))).toBe(true);
  expect(holds(plain('ours', 3.1, 'ms', { kind: 'limit', most: 3 }))).toBe(false);
});

test('a figure that could not be measured keeps no bound', () => {
  expect(holds(plain('nothing', Number.NaN, 'ms'))).toBe(false);
  expect(holds(ratio('nothing', 1, 'ms', { what: 'peer', value: 0 }))).toBe(false);
});

test('the table says what each figure was measured beside, and whether it holds', () => {
  const figure = ratio('ours', 9.6, 'a second', peer, { kind: 'aim', least: 0.97 });
  expect(inTable([figure])).toContain(
    '| ours | 9.6 a second | peer: 10 | 0.96 | aim: at least 0.97 | NO |',
  );
});

test('the 99th percentile of a hundred sorted values is the last', () => {
  expect(
    quantile(
      Array.from({ length: 100 }, (_, index) => index),
      0.99,
    ),
  ).toBe(99);
});
