import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const proxies = ['10.0.0.0/8', '2001:db8::1'];

test('an address forwarded by a stranger is not believed', () => {
  expect(clientAddress('203.0.113.9', '198.51.100.1', proxies)).toBe('203.0.113.9');
});

test('an address forwarded by a trusted proxy is believed, IPv4 and IPv6', () => {
  expect(clientAddress('10.1.2.3', '198.51.100.1', proxies)).toBe('198.51.100.1');
  expect(clientAddress('2001:db8::1', '2001:db8:5::7', proxies)).toBe('2001:db8:5::7');
});

test('a client cannot choose its address by sending a list of its own', () => {
  expect(clientAddress('10.1.2.3', '1.1.1.1, 198.51.100.1', proxies)).toBe('198.51.100.1');
  expect(clientAddress('10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9', proxies)).toBe(
    '198.51.100.1',
  );
});

test('what is not an address ends the search', () => {
  expect(clientAddress('10.1.2.3', "unknown, ' OR 1=1", proxies)).toBe('10.1.2.3');
});

test('an IPv4 address on a dual-stack socket is the same address', () => {
  expect(clientAddress('::ffff:203.0.113.9', undefined, [])).toBe('203.0.113.9');
});
