import { createServer, type Server, type Socket } from 'node:net';

export const hangUp = 'hang up';
export const stall = 'stall';

/** What a mail server says to a command about a mail to somebody: its reply, or {@link hangUp}, or {@link stall}. */
export type Say = (command: string, to: string) => string | undefined;

/** A mail server that takes every mail, except where `say` has it say otherwise; it may be shut and opened again. */
export async function openMailServer(say: Say = () => undefined) {
  const taken: { to: string; subject: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.write('220 here\r\n');
    let [to, subject, rest, inMail] = ['', '', '', false];
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (inMail && line !== '.') {
          subject = /^subject: (.*)/i.exec(line)?.[1] ?? subject;
          continue;
        }
        const command = inMail ? '.' : line.slice(0, 4).toLowerCase();
        if (command === 'rcpt') to = /<(.*?)>/.exec(line)?.[1] ?? '';
        const reply = state.say(command, to) ?? usual(command);
        if (reply === hangUp) return void socket.destroy();
        if (reply === stall) return;
        inMail = command === 'data' && reply.startsWith('3');
        if (command === '.' && reply.startsWith('2')) taken.push({ to, subject });
        socket.write(`${reply}\r\n`);
      }
    });
  });
  const state = { say };
  await listen(server, 0);
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the mail server has no port');
  const { port } = address;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `smtp://127.0.0.1:${port}`,
    /** What it took, in that order. */
    taken,
    state,
    /** Cuts every line. */
    cut,
    open: () => listen(server, port),
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const usual = (command: string) => ({ data: '354 go on', quit: '221 bye' })[command] ?? '250 yes';

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}
