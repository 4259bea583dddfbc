import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { mailFailure } from './mail-failure.ts';
import { openMailer } from './transport.ts';

const mail = { subject: 'S', text: 'T', html: '<p>T</p>' };

/** What becomes of one mail handed to this SMTP server. */
async function attempt(smtpUrl: string) {
  const mailer = openMailer(smtpUrl, 'panel@example.com');
  try {
    await mailer.send('somebody@example.com', mail);
    return 'sent';
  } catch (error) {
    return mailFailure(error);
  } finally {
    mailer.close();
  }
}

const hangUp = 'hang up';
/** What a server that takes every mail says to each command. */
const usual = {
  ehlo: '250 here',
  mail: '250 ok',
  rcpt: '250 ok',
  data: '354 go on',
  '.': '250 taken',
  quit: '221 bye',
};
type Answers = Partial<Record<keyof typeof usual, string>>;

/** An SMTP server that takes every mail, except where `odd` says otherwise. */
async function serverWith(odd: Answers) {
  const answers = new Map(Object.entries({ ...usual, ...odd }));
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    socket.on('data', (received) => {
      for (const line of received.toString().toLowerCase().split('\r\n')) {
        const answer = answers.get(line.split(/[ :]/)[0] ?? '');
        if (answer === hangUp) socket.destroy();
        else if (answer) socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return { url: `smtp://127.0.0.1:${port}`, server };
}

async function outcome(odd: Answers) {
  const { url, server } = await serverWith(odd);
  try {
    return await attempt(url);
  } finally {
    server.close();
  }
}

describe('what is known of a mail that failed', () => {
  test('a server that is not there has taken nothing', async () => {
    expect(await attempt('smtp://127.0.0.1:1')).toBe('unreachable');
    expect(await attempt('smtp://nowhere.invalid:25')).toBe('unreachable');
  });

  test('a server that is closing has taken nothing', async () => {
    expect(await outcome({ mail: '421 closing' })).toBe('unreachable');
  });

  test('an address or a mail the server will not have is refused', async () => {
    expect(await outcome({ rcpt: '550 no such mailbox' })).toBe('refused');
    expect(await outcome({ '.': '554 unwanted' })).toBe('refused');
  });

  test('an address or a mail the server will have later is put off', async () => {
    expect(await outcome({ rcpt: '450 come back' })).toBe('put-off');
    expect(await outcome({ '.': '451 come back' })).toBe('put-off');
  });

  test.each(['mail', 'rcpt', 'data'] as const)(
    'a line cut at “%s” has carried nothing of the mail',
    async (command) => expect(await outcome({ [command]: hangUp })).toBe('unreachable'),
  );

  test('a line cut after the mail was handed over leaves it uncertain', async () => {
    expect(await outcome({ '.': hangUp })).toBe('uncertain');
  });

  test.each([null, 'no', new Error('no'), { code: 7, responseCode: 'x' }])(
    '%j is uncertain too',
    (error) => expect(mailFailure(error)).toBe('uncertain'),
  );

  test('a mail that is taken is sent', async () => expect(await outcome({})).toBe('sent'));
});
