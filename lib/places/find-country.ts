import { readFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { type CountryResponse, Reader } from 'maxmind';
import { printAddress, readAddress } from '../addresses/address.ts';
import { dataFile } from './data-file.ts';

/** Where an address is, as far as can be said offline. */
export type Place = { kind: 'country'; code: string } | { kind: 'local' } | { kind: 'unknown' };

const data = ['@ip-location-db/geo-whois-asn-country-mmdb', 'geo-whois-asn-country.mmdb'] as const;
let reader: Reader<CountryResponse> | undefined;

/**
 * The country an address is registered in, from data shipped with the program: no address of a
 * customer's is sent anywhere. Data: geo-whois-asn-country,
 * CC0, of the NRO's, CC BY 4.0: the foot of each page says so.
 *
 * @param address IPv4 or IPv6; anything else is unknown.
 */
export function findCountry(address: string): Place {
  const read = readAddress(address);
  if (!read) return { kind: 'unknown' };
  const known = printAddress(read);
  if (local.check(known, read.family === 6 ? 'ipv6' : 'ipv4')) return { kind: 'local' };
  reader ??= new Reader<CountryResponse>(readFileSync(dataFile(...data)));
  const found = reader.get(known) as { country_code?: string } | null;
  return found?.country_code ? { kind: 'country', code: found.country_code } : { kind: 'unknown' };
}

const local = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  local.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  local.addSubnet(network, bits, 'ipv6');
}
