import { expect, test } from 'vitest';
import { readFilter } from './read-filter.ts';

test('reads what was typed, spaces around it or not, the last day included', () => {
  const asked = {
    kind: 'sign-in',
    outcome: 'no',
    address: ' 203.0.113.9/24 ',
    from: '2026-01-31',
    until: '2026-02-28',
  };
  expect(readFilter(asked)).toEqual({
    filter: {
      kind: 'sign-in',
      outcome: 'no',
      network: '203.0.113.9/24',
      from: new Date('2026-01-31T00:00:00Z'),
      until: new Date('2026-03-01T00:00:00Z'),
    },
    typed: { ...asked, address: '203.0.113.9/24' },
    faults: {},
  });
  expect(readFilter({ address: '2001:DB8:0::1' }).filter.network).toBe('2001:db8::1/128');
  expect(readFilter({ address: '::ffff:203.0.113.9' }).filter.network).toBe('203.0.113.9/32');
});

test.each([
  ['address', 'x', 'address'],
  ['address', '203.0.113.9/33', 'address'],
  ['address', '203.0.113.9/', 'address'],
  ['address', '203.0.113.09', 'address'],
  ['address', "1.1.1.1' OR 1=1", 'address'],
  ['from', '2026-02-30', 'date'],
  ['from', 'yesterday', 'date'],
  ['until', '2026-1-1', 'date'],
] as const)('%s %j is wrong, said there, and kept', (field, value, fault) => {
  const { faults, typed } = readFilter({ [field]: value });
  expect(faults).toEqual({ [field]: fault });
  expect(typed).toEqual({ [field]: value });
});

test('a last day before the first is wrong', () => {
  expect(readFilter({ from: '2026-02-02', until: '2026-02-01' }).faults).toEqual({
    until: 'order',
  });
  expect(readFilter({ from: '2026-02-02', until: '2026-02-02' }).faults).toEqual({});
});

test('a kind or an outcome that is none, or is there twice, filters nothing', () => {
  const nothing = { filter: {}, typed: {}, faults: {} };
  expect(readFilter({ kind: 'x', outcome: ['yes', 'no'] })).toEqual(nothing);
  expect(readFilter({})).toEqual(nothing);
});

test('a day is the day of the customer’s zone, and has 23 or 25 hours where the clock is changed', () => {
  const day = { from: '2026-03-29', until: '2026-03-29' };
  expect(readFilter(day, 'Europe/Paris').filter).toMatchObject({
    from: new Date('2026-03-28T23:00:00Z'),
    until: new Date('2026-03-29T22:00:00Z'),
  });
});
