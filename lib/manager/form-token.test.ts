import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { carrying, formTokens } from './form-token.ts';

const forms = formTokens('a secret of thirty-two characters', true);
const number = forms.make();
const token = forms.token(number);
const holds = forms.seeker(number);

function asking(cookie: string): IncomingMessage {
  return { headers: { cookie } } as IncomingMessage;
}

describe('the number of a browser', () => {
  test('is set so that this origin alone can have set it, and no script reads it', () => {
    expect(forms.cookie(number)).toBe(
      `__Host-bulkhead.form=${number}; Path=/; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(formTokens('s', false).cookie(number)).toMatch(/^bulkhead\.form=.*SameSite=Lax$/);
  });

  test.each([
    `__Host-bulkhead.form=${number}`,
    `a=b; __Host-bulkhead.form=${number}`,
    `__Host-bulkhead.form=${number}; a=b`,
  ])('is read from %s', (cookie) => {
    expect(forms.read(asking(cookie))).toBe(number);
  });

  test.each([
    '',
    'bulkhead.form=',
    `bulkhead.form=${number}`,
    `x__Host-bulkhead.form=${number}`,
    `__Host-bulkhead.form=${number}x`,
    `__Host-bulkhead.form=${number.slice(1)}`,
    `__Host-bulkhead.form=${'%'.repeat(43)}`,
    `__Host-bulkhead%2Eform=${number}`,
  ])('is not read from %s', (cookie) => {
    expect(forms.read(asking(cookie))).toBeNull();
  });

  test('gives a token of its own, which takes the secret to work out', () => {
    expect(token).toMatch(/^form\.[\w-]{43}\.[\w-]{43}$/);
    expect(holds(token)).toBe(true);
    expect(holds(forms.token(forms.make()))).toBe(false);
    const others = formTokens('another secret, as long as it is', true);
    expect(holds(others.token(number))).toBe(false);
    expect(token).not.toContain(number);
  });

  test('gives each answer another, of which nothing stays the same to be guessed by length', () => {
    const parts = Array.from({ length: 20 }, () => forms.token(number).split('.').slice(1)).flat();
    expect(new Set(parts).size).toBe(40);
  });

  test.each([
    ['nothing', ''],
    ['what its token hides', token.split('.')[2] ?? ''],
    ['no mask and what it hides', `form.${'A'.repeat(43)}.${token.split('.')[2]}`],
    ['the mask twice', `form.${token.split('.')[1]}.${token.split('.')[1]}`],
    ['a changed token', token.replace(/.{3}$/, (end) => (end === 'AAA' ? 'BBB' : 'AAA'))],
    ['a token cut short', token.slice(0, -1)],
  ])('is not proved by %s', (_, text) => {
    expect(holds(text)).toBe(false);
  });

  test('is proved by its token beside others, and where somebody typed the beginning of one', () => {
    expect(holds(`x=form.&y=${forms.token(forms.make())}&z=${token}`)).toBe(true);
  });
});

describe('a body', () => {
  const form = (value: string) =>
    `--b\r\nContent-Disposition: form-data; name="form-token"\r\n\r\n${value}\r\n--b--\r\n`;

  test.each([
    ['at its beginning', [token, 'x'.repeat(1_000)]],
    ['at its end', ['x'.repeat(200_000), token]],
    ['cut into pieces', ['x', token.slice(0, 20), token.slice(20), 'x']],
    ['a byte at a time', [...form(token)]],
    ['in a form', [form(token)]],
    ['before a long list', [token, ...Array<string>(40).fill('x'.repeat(50_000))]],
  ])('carries the token %s, and is whole afterwards', async (_, pieces) => {
    expect(await send(pieces)).toEqual({ carried: true, body: pieces.join(''), url: '/x?y' });
  });

  test.each([
    ['none', ['a=b']],
    ['another', [form(forms.token(forms.make()))]],
    ['a part of it', [token.slice(0, 91)]],
    ['nothing at all', []],
    ['it only far into a long list', ['x'.repeat(512 * 1024), token]],
  ])('carries no token when it has %s', async (_, pieces) => {
    expect(await send(pieces)).toMatchObject({ carried: false });
  });

  test('that breaks off carries none', async () => {
    expect(await send([token.slice(0, 10)], 1_000)).toBeNull();
    expect(answered).toEqual([false]);
  });
});

const answered: boolean[] = [];

/** Posts the pieces, each for itself, and tells what the server made of them; null where it could not answer. */
async function send(pieces: string[], declared = pieces.join('').length) {
  answered.length = 0;
  const done = Promise.withResolvers<void>();
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const own = await carrying(request, holds);
    answered.push(own !== null);
    // As Next makes one for a route: a stream of which somebody has read is refused.
    const init = { method: 'POST', body: own as never, duplex: 'half' } as RequestInit;
    const body = own ? await new Request('http://panel.example', init).text() : '';
    response.end(JSON.stringify({ carried: own !== null, body, url: own?.url }));
    done.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay();
  socket.write(
    `POST /x?y HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${declared}\r\n\r\n`,
  );
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, resolve));
    await new Promise(setImmediate);
  }
  if (declared > pieces.join('').length) socket.destroy();
  let answer = '';
  if (!socket.destroyed) for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  await done.promise;
  await new Promise((resolve) => server.close(resolve));
  return answer ? JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) : null;
}
