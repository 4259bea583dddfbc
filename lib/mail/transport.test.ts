import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { openMailServer, stall } from '../testing/mail-server.ts';
import { openMailer } from './transport.ts';

/** What a mail server is handed for one mail, headers and all. */
async function handedOver(to: string, subject: string): Promise<string> {
  let received = '';
  const server = createServer((socket) => {
    let inMail = false;
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    socket.on('data', (data) => {
      received += data;
      if (inMail && !received.endsWith('\r\n.\r\n')) return;
      inMail = /^data/i.test(data.toString());
      socket.write(inMail ? '354 go on\r\n' : '250 ok\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const mailer = openMailer(`smtp://127.0.0.1:${port}`, 'panel@example.com');
  try {
    await mailer.send(to, { subject, text: 'T', html: '<p>T</p>' });
  } finally {
    mailer.close();
    server.close();
  }
  return received;
}

test.each(['A\r\nBcc: eve@evil.example', 'A\nBcc: eve@evil.example\n\nBody', 'é\r\nX: y'])(
  'a subject makes no header and no recipient, even one that should have been refused: %j',
  async (subject) => {
    const said = await handedOver('ada@example.com', subject);
    expect(said).not.toMatch(/^(bcc|x|body)\b/im);
    expect(said.match(/^rcpt to:.*$/gim)).toEqual(['RCPT TO:<ada@example.com>']);
    expect(said.match(/^subject:/gim)).toHaveLength(1);
  },
);

test('a mail that takes too long is given up, its line is cut, and the next mails go out', async () => {
  const [stalling, cut] = [Promise.withResolvers<void>(), new AbortController()];
  const server = await openMailServer((command, to) => {
    if (command !== 'rcpt' || !to.startsWith('slow')) return undefined;
    stalling.resolve();
    return stall;
  });
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(cut.signal);
  const mailer = openMailer(server.url, 'panel@example.com');
  const mail = { subject: 'S', text: 'T', html: '<p>T</p>' };
  const slow = mailer.send('slow@example.com', mail).catch((error: unknown) => error);
  await stalling.promise;
  cut.abort();
  expect(await slow).toMatchObject({ beforeMail: true });
  expect(timeout).toHaveBeenCalledWith(45_000);
  await mailer.send('next@example.com', mail);
  expect(server.taken.map(({ to }) => to)).toEqual(['next@example.com']);
  mailer.close();
  await server.close();
});
