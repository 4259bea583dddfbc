import { BlockList, isIP } from 'node:net';

/** The header in which the manager's own server tells Next the client's address. Clients cannot set it. */
export const addressHeader = 'x-bulkhead-address';
/** The header in which it tells Next the path and query asked for, to come back to after signing in. */
export const pathHeader = 'x-bulkhead-path';

/**
 * The address a request came from. A forwarded address is believed only from a trusted proxy, and the
 * list is read from the right, so that a client cannot prepend one of its choosing.
 *
 * @param peer the socket's address.
 * @param forwardedFor the `X-Forwarded-For` header, if any.
 * @param proxies addresses and CIDR blocks that are trusted.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  proxies: readonly string[],
): string {
  const trusted = blockList(proxies);
  let address = plain(peer);
  for (const hop of (forwardedFor ?? '').split(',').reverse()) {
    if (!isTrusted(trusted, address)) break;
    const next = plain(hop.trim());
    if (!isIP(next)) break;
    address = next;
  }
  return address;
}

/** Whether a socket's address is that of a trusted proxy, which speaks for many. */
export function isProxy(peer: string, proxies: readonly string[]): boolean {
  return isTrusted(blockList(proxies), plain(peer));
}

// IPv4 on a dual-stack socket arrives as ::ffff:a.b.c.d; a scope id names a local interface.
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

function isTrusted(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function blockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
