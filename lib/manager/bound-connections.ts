import type { Server } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import type { Bounds } from './bounds.ts';
import { isProxy } from './client-address.ts';

/**
 * Closes connections beyond what one client may hold open, before a byte of them is read, and beyond what all
 * may: so that nobody keeps everybody else out alone.
 */
export function boundConnections(
  server: Server,
  { connections, connectionsEach }: Bounds,
  proxies: readonly string[],
): void {
  server.maxConnections = connections;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    if (isProxy(peer, proxies)) return;
    const client = clientOf(peer);
    const held = (open.get(client) ?? 0) + 1;
    if (held > connectionsEach) {
      socket.destroy();
      return;
    }
    open.set(client, held);
    socket.once('close', () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
  });
}

// Whoever has one IPv6 address has all 2^64 of its network.
function clientOf(peer: string): string {
  const plain = peer.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.split('::');
  const head = before.split(':').filter(Boolean);
  if (after === undefined) return head.slice(0, 4).join(':');
  const tail = after.split(':').filter(Boolean);
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
