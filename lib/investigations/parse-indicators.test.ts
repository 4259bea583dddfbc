import { describe, expect, test } from 'vitest';
import { printAddress } from '../addresses/address.ts';
import { type Indicators, indicatorsMax, parseIndicators } from './parse-indicators.ts';

function parsed(text: string): Indicators {
  const read = parseIndicators(text);
  if ('bad' in read) throw new Error(JSON.stringify(read.bad));
  return read;
}
const ranges = (text: string) =>
  parsed(text).ranges.map(({ first, last }) => `${printAddress(first)} ${printAddress(last)}`);

describe('indicators', () => {
  test.each([
    ['81.27.242.125', '81.27.242.125'],
    [' 81[.]27[.]242[.]125 ', '81.27.242.125'],
    ['"81.27.242.125",', '81.27.242.125'],
    ['81.27.242.125 # seen by the bank', '81.27.242.125'],
    ['::ffff:81.27.242.125', '81.27.242.125'],
    ['192.0.2.77/24', '192.0.2.0/24'],
    ['192.0.2.1/32', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::/48', '2001:db8::/48'],
    ['python-requests/2.8.1', 'user-agent: python-requests/2.8.1'],
    ['Mozilla/5.0 (X11; Linux x86_64)', 'user-agent: Mozilla/5.0 (X11; Linux x86_64)'],
    ['User-Agent: curl # 7', 'user-agent: curl # 7'],
  ])('%j is read as %s, and what is kept is read as the same', (typed, kept) => {
    expect(parsed(typed).lines).toEqual([kept]);
    expect(parsed(kept)).toEqual(parsed(typed));
  });

  test.each([
    ['nonsense', 'malformed'],
    ['81.27.242', 'malformed'],
    ['081.27.242.125', 'malformed'],
    ['256.1.1.1', 'malformed'],
    ['fe80::1%eth0', 'malformed'],
    ['1.2.3.4 5.6.7.8', 'malformed'],
    ['192.0.2.0/33', 'prefix'],
    ['::ffff:192.0.2.0/24', 'prefix'],
    ['0.0.0.0/0', 'too-wide'],
    ['10.0.0.0/8', 'too-wide'],
    ['2001::/16', 'too-wide'],
    ['AS3320', 'as-number'],
    [`curl/${'7'.repeat(400)}`, 'user-agent-long'],
  ])('%j is refused as %s, with its line', (typed, because) => {
    expect(parseIndicators(`192.0.2.1\r\n\n${typed}\n192.0.2.2`)).toEqual({
      bad: [{ line: 3, because }],
    });
  });

  test('every bad line is named, not the first alone', () => {
    expect(parseIndicators('x\n192.0.2.1\ny')).toEqual({
      bad: [
        { line: 1, because: 'malformed' },
        { line: 3, because: 'malformed' },
      ],
    });
  });

  test('an address stands in one range, however many name it', () => {
    expect(
      ranges('192.0.2.200\n192.0.2.0/25\n192.0.2.0/24\n2001:db8::1\n192.0.2.7\n2001:db8::/64'),
    ).toEqual(['192.0.2.0 192.0.2.255', '2001:db8:: 2001:db8::ffff:ffff:ffff:ffff']);
  });

  test('more than the most are refused, the same one again is not another', () => {
    const many = Array.from({ length: indicatorsMax + 1 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
    expect(parseIndicators(many.join('\n'))).toEqual({
      bad: [{ line: indicatorsMax + 1, because: 'too-many' }],
    });
    expect(parsed([...many.slice(1), ...many.slice(1)].join('\n')).lines).toHaveLength(
      indicatorsMax,
    );
    expect(parseIndicators(' '.repeat(100_001))).toMatchObject({ bad: [{ because: 'too-long' }] });
  });

  test('of nothing are none', () => {
    expect(parsed('\n# nothing\n')).toEqual({ ranges: [], userAgents: [], lines: [] });
  });
});
