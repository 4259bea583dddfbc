import { isIPv4 } from 'node:net';

/**
 * The network an address is counted as: an IPv4 address by itself, an IPv6 address by its /64, which
 * is what one household or server gets and may walk through at will.
 *
 * @param address valid IPv4 or IPv6 address.
 */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  const groups = expand(address);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

function expand(address: string): number[] {
  // The URL parser brings every spelling, dotted tails included, to groups of hex digits.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const parse = (part: string) =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const before = parse(head);
  const after = parse(tail ?? '');
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
