import { describe, expect, it } from 'vitest';
import { foreignAddresses } from '../testing/foreign-addresses.ts';
import { safeNext } from './safe-next.ts';

describe('where a sign-in may lead', () => {
  it.each([
    '/',
    '/activity',
    '/activity?kind=sign-in&before=2026-01-01T00%3A00%3A00Z',
    '/staff/customers?q=a%2Fb%25',
    '/security#sessions',
    '/staff/customers/0d9a8cf0-6f0b-4f66-9d2c-2f6d2c4ad0c1',
  ])('keeps our own path %j', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    '',
    'activity',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n//evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/ /evil.example',
    '/\u0000/evil.example',
    '/\u007f/evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTPS://evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    '/%2fevil.example',
    '/%2Fevil.example',
    '/%5cevil.example',
    '/%252fevil.example',
    '/%09/evil.example',
    '/%0d%0aLocation:%20https://evil.example',
    '%2f%2fevil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/@evil.example\\..',
    '/é',
    '/\u2028/evil.example',
    '／／evil.example',
    '.evil.example',
    '@evil.example',
    '?next=//evil.example',
    '/sign-in?next=/sign-in',
    '/sign-in/code',
    '/confirm?next=/security',
    '/api/auth/signout',
    '/reset/link?token=of-somebody-else',
    '/invitation/link?token=of-somebody-else',
    '/setup/link?token=of-somebody-else',
    `/${'a'.repeat(2_001)}`,
    undefined,
    null,
    ['/activity'],
  ])('leads home instead of %j', (wish) => {
    expect(safeNext(wish)).toBe('/');
  });

  it('leads to no other site by any of a few hundred addresses, however often it is decoded', () => {
    expect(foreignAddresses.length).toBeGreaterThan(400);
    for (const wish of foreignAddresses) {
      for (const form of [
        wish,
        encodeURIComponent(wish),
        encodeURI(wish),
        wish.normalize('NFKC'),
      ]) {
        const next = safeNext(form);
        const target = new URL(next, 'https://panel.example/sign-in');
        expect(target.origin, JSON.stringify(form)).toBe('https://panel.example');
        // Nor what the next one to read it could take for another: a second look changes nothing.
        expect(next).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        expect(safeNext(next)).toBe(next);
      }
    }
  });

  it('never yields what a browser resolves to another origin', () => {
    const pieces = [
      '/',
      '\\',
      '//',
      '.',
      '..',
      '@',
      '%2f',
      '%5c',
      '\t',
      'evil.example',
      ':',
      '?',
      '#',
    ];
    for (const a of pieces)
      for (const b of pieces)
        for (const c of pieces)
          for (const d of pieces) {
            const target = new URL(safeNext(a + b + c + d), 'https://panel.example/sign-in');
            expect(target.origin).toBe('https://panel.example');
          }
  });
});
