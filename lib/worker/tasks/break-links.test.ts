import { expect, test } from 'vitest';
import { faultOf } from '../../resets/message-bounds.ts';
import { breakLinks } from './break-links.ts';

test.each([
  ['Portugal · Amazon.com, Inc. (AS16509)', 'Portugal · Amazon com, Inc. (AS16509)'],
  ['https://evil.example/login', 'https evil example login'],
  ['(www.evil)', '(www evil)'],
  ['evil．example', 'evil example'],
  ['evil。example', 'evil example'],
  ['пример.рф', 'пример рф'],
  ['help@evil', 'help evil'],
  ['tel:+33100000000', 'tel +33100000000'],
])('mail programs make no link of what a network calls itself: %s', (text, broken) => {
  expect(breakLinks(text)).toBe(broken);
  expect(faultOf(broken, { max: 100, lines: false })).toBeNull();
});

test.each([
  'Portugal · NOS COMUNICACOES, S.A. (AS2860)',
  'France · Free SAS (AS12322)',
  'A.P. Moller',
])('an ordinary name stays as it is: %s', (text) => expect(breakLinks(text)).toBe(text));
