import { connect, createServer, type Socket } from 'node:net';

/** What one side must have said, in this order on one connection, for the wire to trip. */
export type Wire = { asked: string } | { answered: string };

/**
 * Stands between the auth service and PostgreSQL. A wire stops everything at an exact point of the
 * conversation, with the words that tripped it held back, so that a fault strikes there and not "about
 * then".
 *
 * @param port PostgreSQL's.
 */
export async function openTripwireProxy(port: number) {
  const pairs = new Set<{ client: Socket; server: Socket; progress: number }>();
  let wires: Wire[] = [];
  let tripped = Promise.withResolvers<void>();
  let frozen = false;
  let refusing = false;
  let delayMs = 0;
  const held: (() => void)[] = [];

  const listener = createServer((client) => {
    if (refusing) return void client.destroy();
    const server = connect(port, '127.0.0.1');
    const pair = { client, server, progress: 0 };
    pairs.add(pair);
    const inFull = openStatementReader();
    const pass = (side: 'asked' | 'answered', to: Socket) => (chunk: Buffer) => {
      const said = side === 'asked' ? inFull(chunk) : chunk.toString('latin1');
      const words = (wires[pair.progress] as Record<string, string> | undefined)?.[side];
      if (words !== undefined && said.includes(words) && ++pair.progress === wires.length) {
        frozen = true;
        tripped.resolve();
      }
      const send = () => void (to.destroyed || to.write(chunk));
      if (frozen) held.push(send);
      else if (delayMs) setTimeout(send, delayMs);
      else send();
    };
    client.on('data', pass('asked', server));
    server.on('data', pass('answered', client));
    const close = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('close', close).on('error', close);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (!address || typeof address === 'string') throw new Error('the proxy has no port');

  const cut = () => {
    frozen = false;
    held.length = 0;
    for (const { client, server } of [...pairs]) {
      client.destroy();
      server.destroy();
    }
  };
  return {
    port: address.port,
    /** Stretches the wires over every connection, and lets go on what earlier ones held back. Resolves when they trip. */
    stretch(next: Wire[]): Promise<void> {
      tripped = Promise.withResolvers();
      wires = next;
      for (const pair of pairs) pair.progress = 0;
      frozen = false;
      for (const send of held.splice(0)) send();
      return tripped.promise;
    },
    /** Ends every connection; what was held back is lost. */
    cut() {
      wires = [];
      cut();
    },
    refuse(on: boolean) {
      refusing = on;
    },
    slow(ms: number) {
      delayMs = ms;
    },
    async close() {
      cut();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/**
 * What a client asks, with the text of the statements that it only names: a prepared one is sent in full
 * once a connection, and by its name from then on.
 */
function openStatementReader(): (chunk: Buffer) => string {
  const texts = new Map<string, string>();
  return (chunk) => {
    const said = chunk.toString('latin1');
    for (const [, name = '', text = ''] of said.matchAll(/([0-9a-f]{32})\0([^\0]*)\0/g)) {
      // In a Parse a name is followed by its text; in a Bind by formats, which are no text.
      if (/^\s*[A-Z]/.test(text)) texts.set(name, text);
    }
    const named = [...texts].filter(([name]) => said.includes(name));
    return [said, ...named.map(([, text]) => text)].join('\n');
  };
}
