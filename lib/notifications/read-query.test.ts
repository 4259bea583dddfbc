import { expect, test } from 'vitest';
import { hrefOf, readQuery } from './read-query.ts';

test('a filter comes back from its own URL as it was', () => {
  const query = { shown: 'given-up', domain: 'example.org', before: 12n } as const;
  const asked = Object.fromEntries(new URL(hrefOf(query), 'http://x').searchParams);
  expect(readQuery(asked)).toEqual(query);
  expect(hrefOf(readQuery({}))).toBe('/staff/mail');
});

test('an address is taken for its domain', () => {
  expect(readQuery({ domain: ' Ada@Example.ORG ' }).domain).toBe('example.org');
});

test.each(['0', '-1', '9'.repeat(19), '1e3', {}, null])('%j is no place in the list', (before) =>
  expect(readQuery({ before }).before).toBeUndefined(),
);

test('what no database takes does not reach one', () => {
  const { domain, shown } = readQuery({ domain: `a\0\ud800${'x'.repeat(999)}`, state: 'sent; --' });
  expect(domain).toMatch(/^a/);
  expect(domain).not.toContain('\0');
  expect(domain?.isWellFormed()).toBe(true);
  expect(domain?.length).toBe(253);
  expect(shown).toBeUndefined();
});
