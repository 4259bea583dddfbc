import { expect, test } from 'vitest';
import { verbs } from './contract.ts';

test('a password far too long is refused before it is normalised, which can take seconds', () => {
  // Runs of combining marks are put in order one by one: the time goes by the square of their number.
  const marks = `a${'\u0301'.repeat(50_000)}${'\u0316'.repeat(50_000)}`;
  const source = { address: '192.0.2.1' };
  const request = { email: 'ada@example.com', password: marks, source };
  const started = performance.now();
  expect(verbs['verify-password'].request.safeParse(request).success).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});
