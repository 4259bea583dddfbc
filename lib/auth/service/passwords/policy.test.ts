import { describe, expect, it } from 'vitest';
import { refusePassword } from './policy.ts';

const about = { secondFactor: false, email: 'zoe.fischer@example.net', productName: 'Bulkhead' };

describe('a new password is refused', () => {
  it.each([
    ['fourteen chars', 'too-short'],
    ['é'.normalize('NFD').repeat(14), 'too-short'],
    ['🔑'.repeat(14), 'too-short'],
    ['ab c'.repeat(65), 'too-long'],
    ['aaaaaaaaaaaaaaaaaaaa', 'common'],
    ['abcdabcdabcdabcdabcd', 'common'],
    ['abcdefghijklmnopqrst', 'common'],
    ['98765432109876543210', 'common'],
    ['Password1234567890!', 'common'],
    ['passwordpassword', 'common'],
    ['qwertyuiopasdfghjkl', 'common'],
    ['correct horse battery staple', 'common'],
    ['zoe.fischer@example.net', 'context'],
    ['Zoe.Fischer2024!!', 'context'],
    ['bulkhead-bulkhead', 'context'],
  ])('%s: %s', (chosen, because) => {
    expect(refusePassword(chosen, about)).toBe(because);
  });
});

it('takes a passphrase, in any script', () => {
  for (const chosen of ['amber-timber-quartz', 'une phrase bien à moi', 'зимнее солнце светит']) {
    expect(refusePassword(chosen, about)).toBeNull();
  }
});

it('takes eight characters where a second factor stands beside them', () => {
  expect(refusePassword('tK9#vq2x', { ...about, secondFactor: true })).toBeNull();
  expect(refusePassword('tK9#vq2', { ...about, secondFactor: true })).toBe('too-short');
});
