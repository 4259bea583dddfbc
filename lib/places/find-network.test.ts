import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { printAddress } from '../addresses/address.ts';
import { dataFile } from './data-file.ts';
import { findCountry } from './find-country.ts';
import { findNetwork, type Network } from './find-network.ts';
import { placeInWords } from './place-in-words.ts';

const cloudflare = { number: 13335, name: 'Cloudflare, Inc.' };
const meo = { number: 3243, name: 'MEO - SERVICOS DE COMUNICACOES E MULTIMEDIA S.A.' };

test.each<[string, Network | null]>([
  ['1.0.0.0', cloudflare],
  ['1.0.0.255', cloudflare],
  ['1.0.1.0', null],
  ['1.0.3.255', null],
  ['1.0.4.0', { number: 38803, name: 'Gtelecom Pty Ltd' }],
  ['2.80.0.0', meo],
  ['2.83.255.255', meo],
  ['2001::', { number: 6939, name: 'Hurricane Electric LLC' }],
  ['2001::ffff:ffff:ffff:ffff:ffff:ffff', { number: 6939, name: 'Hurricane Electric LLC' }],
  ['2001:0:ffff:ffff:ffff:ffff:ffff:ffff', { number: 6939, name: 'Hurricane Electric LLC' }],
  ['2001:1::', null],
  ['2001:4:112::', { number: 112, name: 'DNS-OARC' }],
  ['2001:4:113::', null],
])(
  'a range counts from its first address to its last, and a gap is nobody’s: %s',
  (address, network) => {
    expect(findNetwork(address)).toEqual(network);
  },
);

test('the last row of each table is found, and what lies beyond is not', () => {
  for (const [family, file] of [
    [4, 'asn-ipv4-num.csv'],
    [6, 'asn-ipv6-num.csv'],
  ] as const) {
    const text = readFileSync(dataFile('@ip-location-db/asn', file), 'utf8').trimEnd();
    const [, end = '', asn] = text.slice(text.lastIndexOf('\n') + 1).split(',');
    const last = { family, number: BigInt(end) };
    expect(findNetwork(printAddress(last))?.number).toBe(Number(asn));
    expect(findNetwork(printAddress({ family, number: last.number + 1n }))).toBeNull();
  }
  expect(findNetwork('255.255.255.255')).toBeNull();
  expect(findNetwork('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')).toBeNull();
  expect(findNetwork('0.0.0.0')).toBeNull();
  expect(findNetwork('::')).toBeNull();
});

test('IPv4 in IPv6’s clothes is IPv4', () => {
  for (const address of ['::ffff:1.0.0.1', '::ffff:100:1', '0:0:0:0:0:FFFF:1.0.0.1']) {
    expect(findNetwork(address)).toEqual(cloudflare);
    expect(findCountry(address)).toEqual({ kind: 'country', code: 'AU' });
  }
  expect(findCountry('::ffff:192.168.1.1')).toEqual({ kind: 'local' });
  expect(findCountry('::ffff:7f00:1')).toEqual({ kind: 'local' });
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.1.1',
  '::1',
  'fd00::1',
  'fe80::1',
])('a local address is nobody’s network: %s', (address) => {
  expect(findNetwork(address)).toBeNull();
  expect(placeInWords(address, 'en')).toBe('Local network');
});

test.each([
  '',
  ' ',
  'x',
  '1.0.0',
  '1.0.0.0.0',
  '01.0.0.0',
  '1.0.0.256',
  '16777216',
  '1.0.0.0/24',
  '1.0.0.0,1',
  '2001:::',
  'fe80::1%eth0',
  '::ffff:1.0.0.256',
  '\n',
  '\0',
  '9'.repeat(60),
])('what is no address is unknown: %j', (text) => {
  expect(findNetwork(text)).toBeNull();
  expect(findCountry(text)).toEqual({ kind: 'unknown' });
});

test('a place names the country and who runs the network, in the reader’s language', () => {
  expect(placeInWords('2.80.0.1', 'en')).toBe(`Portugal · ${meo.name} (AS3243)`);
  expect(placeInWords('8.8.8.8', 'fr')).toBe('États-Unis · Google LLC (AS15169)');
  expect(placeInWords('203.0.113.9', 'en')).toBe('Australia');
});

describe('whatever stands in the data', () => {
  async function findIn(table: string, address: string) {
    vi.resetModules();
    vi.doMock('node:fs', () => ({ readFileSync: () => Buffer.from(table) }));
    try {
      return (await import('./find-network.ts')).findNetwork(address);
    } finally {
      vi.doUnmock('node:fs');
    }
  }

  test('a name stays on one line, is not turned around, and is not long', async () => {
    const named = async (cell: string) => (await findIn(`1,9,64500,${cell}`, '0.0.0.5'))?.name;
    expect(await named('"LLC ""A, B"""')).toBe('LLC "A, B"');
    expect(await named('a\u202e\u0000\u200b\tb\u2028c\u0007 ')).toBe('a b c');
    expect(await named('<b>&=1+1')).toBe('<b>&=1+1');
    expect(await named('')).toBe('');
    expect(await named('😀'.repeat(61))).toBe(`${'😀'.repeat(59)}…`);
    expect(await named('😀'.repeat(60))).toBe('😀'.repeat(60));
    expect(await named('"open')).toBe('"open');
  });

  test.each([
    ['nothing', ''],
    ['empty lines', '\n\n\n\n'],
    ['other columns', 'a,b,c,d\n1,x,3,y\n'],
    ['no number', '1,9,,Name\n'],
    ['a number too long to be one', '1,9,99999999999,Name\n'],
    ['a range the wrong way round', '5,1,64500,Name\n'],
    ['a negative start', '-1,9,64500,Name\n'],
    ['no commas', '1234567890'],
    ['bytes', '\xff\xfe\x00\x01'],
  ])('%s means unknown', async (_, table) => {
    expect(await findIn(table, '0.0.0.5')).toBeNull();
  });

  test('a bad row hides itself, and not its neighbours', async () => {
    const table = '1,3,64500,A\n4,oops,64501,B\n7,9,64502,C\n';
    expect(await findIn(table, '0.0.0.2')).toEqual({ number: 64500, name: 'A' });
    expect(await findIn(table, '0.0.0.5')).toBeNull();
    expect(await findIn(table, '0.0.0.8')).toEqual({ number: 64502, name: 'C' });
    expect(await findIn(table.trimEnd(), '0.0.0.9')).toEqual({ number: 64502, name: 'C' });
    expect(await findIn(table.replaceAll('\n', '\r\n'), '0.0.0.9')).not.toBeUndefined();
  });

  test('a file that is not there means unknown', async () => {
    vi.resetModules();
    vi.doMock('node:fs', () => ({
      readFileSync: () => {
        throw new Error('ENOENT');
      },
    }));
    const { findNetwork: find } = await import('./find-network.ts');
    vi.doUnmock('node:fs');
    expect(find('1.0.0.1')).toBeNull();
  });
});
