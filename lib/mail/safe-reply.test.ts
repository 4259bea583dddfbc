import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { safeReply } from './safe-reply.ts';

const said = (response: string) => safeReply({ response });

test('what a mail server says is kept as it says it', () => {
  const unknown = '550 5.1.1 Recipient address rejected: user unknown in virtual mailbox table';
  expect(said(unknown)).toBe(unknown);
  expect(said('450 4.2.0 Greylisted, see you in 5 minutes')).toContain('Greylisted, see you in 5');
});

test('no address, link, token or code that it quotes is kept', () => {
  const token = randomBytes(32).toString('base64url');
  for (const secret of ['ada@example.com', token, '12345678', `link?token=${token}`]) {
    for (const around of [
      `550 <${secret}> unknown`,
      `554 https://panel.example/${secret} is listed`,
      secret,
    ]) {
      expect(said(around)).not.toContain(secret);
    }
  }
});

test('it is one line of at most 300 characters, without any that cannot be seen', () => {
  const nasty = `550-a\r\n550 b\u0000c\u202ed\u001b[31m\ud800 ${'é😀 '.repeat(2_000)}`;
  const line = said(nasty);
  expect([...line].length).toBeLessThanOrEqual(300);
  expect(line.isWellFormed()).toBe(true);
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  expect(line.startsWith('550-a 550 b c d')).toBe(true);
});

test('a line that failed is told by its code, and what is no error of a mailer by nothing', () => {
  expect(safeReply(Object.assign(new Error('to ada@example.com'), { code: 'ETIMEDOUT' }))).toBe(
    'ETIMEDOUT',
  );
  for (const odd of [null, 'no', { code: 'ada@example.com' }, { response: 7 }, new Error('ada')]) {
    expect(safeReply(odd)).toBe('');
  }
});
