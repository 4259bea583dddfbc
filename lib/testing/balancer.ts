import { connect, createServer, type Socket } from 'node:net';

/** Spreads TCP connections over ports of this machine, in turn. One where nobody listens is passed over. */
export async function openBalancer(ports: number[]) {
  const sockets = new Set<Socket>();
  let turn = 0;

  function join(client: Socket, left: number): void {
    const port = ports[turn++ % ports.length] as number;
    const server = connect(port, '127.0.0.1');
    server.once('error', () => {
      if (left === 1) client.destroy();
      else join(client, left - 1);
    });
    server.once('connect', () => {
      sockets.add(server);
      server.removeAllListeners('error').on('error', () => {});
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
      client.pipe(server).pipe(client);
    });
  }

  const listener = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {});
    join(client, ports.length);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as { port: number }).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
