import type { Server, Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import { afterAll, afterEach, vi } from 'vitest';
import { openAuthority, type Said } from '../../../testing/certificates.ts';
import { connectAuth } from '../../connect.ts';
import { keyOf, openSecureEntrance, type SecureEntrance } from './secure-entrance.ts';

/** Authorities, and callers of services that listen with their certificates; all of it is closed after each test. */
export async function openCallers() {
  const [authority, stranger] = [await openAuthority(), await openAuthority()];
  const manager = await authority.caller('manager');
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.useRealTimers();
    for (const one of open.splice(0)) await one.close();
  });
  afterAll(() => {
    authority.remove();
    stranger.remove();
  });

  const asManager = (url: URL, files = manager) =>
    connectAuth({ url, ...files, caller: 'manager', callerKey: keyOf('manager') });
  const at = (port: number, host = 'localhost') => new URL(`https://${host}:${port}`);

  async function openService(said?: Said): Promise<SecureEntrance> {
    const service = await openSecureEntrance(await authority.server('auth', said));
    open.push(service);
    return service;
  }

  async function listen(server: Server | TlsServer): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    return (server.address() as { port: number }).port;
  }

  return { authority, stranger, manager, asManager, at, openService, listen };
}
