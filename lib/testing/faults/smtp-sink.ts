import { createServer, type Socket } from 'node:net';

/** A mail server that takes every mail, and can stand still just after it took one. */
export async function openSmtpSink() {
  const taken: string[] = [];
  const letters: { to: string; text: string }[] = [];
  const sockets = new Set<Socket>();
  let holdAt = Number.POSITIVE_INFINITY;
  let held = Promise.withResolvers<void>();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let to = '';
    let inMail = false;
    let letter = '';
    let rest = '';
    socket.write('220 sink\r\n');
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (inMail && line !== '.') {
          letter += `${line}\r\n`;
          continue;
        }
        if (inMail) {
          inMail = false;
          letters.push({ to, text: readable(letter) });
          letter = '';
          taken.push(to);
          // It has the mail, and its sender never hears so.
          if (taken.length === holdAt) return held.resolve();
        }
        if (/^RCPT/i.test(line)) to = /<(.*?)>/.exec(line)?.[1] ?? '';
        if (/^DATA/i.test(line)) inMail = true;
        socket.write(answerTo(line));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the sink has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    taken,
    /** What those mails say. */
    letters,
    /** Resolves when it has taken `count` mails in all, and says nothing of the last. */
    holdAt(count: number): Promise<void> {
      holdAt = count;
      held = Promise.withResolvers();
      return held.promise;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(line: string): string {
  if (/^EHLO/i.test(line)) return '250-sink\r\n250 AUTH PLAIN\r\n';
  if (/^AUTH/i.test(line)) return '235 yes\r\n';
  return /^DATA/i.test(line) ? '354 go on\r\n' : '250 yes\r\n';
}

// Quoted-printable breaks long lines, and writes = as =3D (RFC 2045 6.7).
function readable(letter: string): string {
  return letter.replaceAll('=\r\n', '').replaceAll('=3D', '=');
}
