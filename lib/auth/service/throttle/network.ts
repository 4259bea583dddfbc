import { isIPv4 } from 'node:net';

/**
 * The network an address is counted as: an IPv4 address by itself, an IPv6 address by its /64, which
 * is what one household or server gets and may walk through at will.
 *
 * @param address valid IPv4 or IPv6 address.
 */
export function networkOf(address: string): string {
  const groups = groupsOf(address);
  return typeof groups === 'string' ? groups : prefix(groups, 4);
}

/** The network around it: an IPv4 /24 or IPv6 /48, the least that is given to an organisation. */
export function wideNetworkOf(address: string): string {
  const groups = groupsOf(address);
  if (typeof groups !== 'string') return prefix(groups, 3);
  return `${groups.slice(0, groups.lastIndexOf('.'))}.0/24`;
}

/** Dotted for IPv4, which may come in IPv6's clothes. */
function groupsOf(address: string): string | number[] {
  if (isIPv4(address)) return address;
  const groups = expand(address);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!mapped) return groups;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function prefix(groups: number[], length: number): string {
  const hex = groups.slice(0, length).map((group) => group.toString(16));
  return `${hex.join(':')}::/${length * 16}`;
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
