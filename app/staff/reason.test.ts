import { expect, test } from 'vitest';
import { readReason, reasonMax } from './reason.ts';

test('a reason keeps its lines, however a browser ends them', () => {
  expect(readReason(' One.\r\nTwo.\rThree. ')).toEqual({ reason: 'One.\nTwo.\nThree.' });
});

test('what no database or mail can hold is taken out', () => {
  expect(readReason('a\0b \ud800')).toEqual({ reason: 'ab \ufffd' });
});

test.each(['', ' \r\n ', '\0'])('%j is no reason', (typed) => {
  expect(readReason(typed)).toMatchObject({ wrong: 'reason' });
});

test('the longest reason is as long as the auth service takes, and no longer', () => {
  expect(readReason('x'.repeat(reasonMax))).not.toHaveProperty('wrong');
  expect(readReason('x'.repeat(reasonMax + 1))).toMatchObject({ wrong: 'reasonLong' });
});
