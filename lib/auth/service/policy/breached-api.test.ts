import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBreachedApi } from './breached-api.ts';

const digest = createHash('sha1').update('hunter2').digest();
const hex = digest.toString('hex').toUpperCase();
const other = '0'.repeat(35);

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: IncomingMessage[] = [];
const server = createServer((request, response) => {
  asked.push(request);
  answer(request, response);
});
let url: URL;
const lines: string[] = [];
const log = pino({}, { write: (line: string) => void lines.push(line) });
let now = 0;
const open = (at: URL | null = url) => openBreachedApi(at, log, () => new Date(now));
const say = (body: string, status = 200) => {
  answer = (_, response) => void response.writeHead(status).end(body);
};

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  lines.length = 0;
});

describe('a sound answer', () => {
  it.each([
    ['with the rest of the hash: breached', `${other}:1\r\n${hex.slice(5)}:17\r\n`, 'breached'],
    ['without it: absent', `${other}:1\r\n${other.replace(/^./, 'F')}:3`, 'absent'],
    ['with it as padding: absent', `${hex.slice(5)}:0\r\n`, 'absent'],
    ['of nothing: absent', '', 'absent'],
  ])('%s', async (_, body, expected) => {
    say(body);
    expect(await open().ask(digest)).toBe(expected);
  });

  it('is asked for by five digits of the hash, with padding, and nothing else of it', async () => {
    say('');
    await open(new URL(url.href.replace(/\/$/, ''))).ask(digest);
    const [request] = asked;
    expect(request?.url).toBe(`/range/${hex.slice(0, 5)}`);
    expect(request?.headers['add-padding']).toBe('true');
    const sent = JSON.stringify([request?.url, request?.headers]);
    expect(sent.toUpperCase()).not.toContain(hex.slice(0, 6));
    expect(sent).not.toContain('hunter2');
  });
});

it('without a URL nobody is asked', async () => {
  expect(await open(null).ask(digest)).toBe('unknown');
  expect(asked).toEqual([]);
});

describe('is unknown, in little over a second, when the API', () => {
  const listed = `${hex.slice(5)}:17\r\n`;
  const failures: Record<string, () => void> = {
    refuses: () => say(listed, 429),
    fails: () => say('<html>', 503),
    'sends one elsewhere': () => {
      answer = (request, response) =>
        void response.writeHead(302, { location: `http://${request.headers.host}/other` }).end();
    },
    'talks garbage': () => say(`${listed}<html>hunter2</html>`),
    'never answers': () => {
      answer = () => {};
    },
    'begins and never ends': () => {
      answer = (_, response) => void response.writeHead(200).write(listed);
    },
    'answers without end': () => {
      answer = (_, response) => {
        const line = `${other}:1\r\n`.repeat(1_000);
        const more = () => {
          while (!response.destroyed && response.write(line));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      };
    },
    'answers too much': () => say(listed + `${other}:1\r\n`.repeat(6_000)),
    'hangs up': () => {
      answer = (_, response) => void response.destroy();
    },
    'hangs up halfway': () => {
      answer = (_, response) => {
        response.writeHead(200, { 'content-length': 1_000 }).write(listed);
        setImmediate(() => response.destroy());
      };
    },
  };

  it.each(Object.keys(failures))('%s', async (failure) => {
    failures[failure]?.();
    const started = performance.now();
    expect(await open().ask(digest)).toBe('unknown');
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(lines.join()).toContain('breached-api-unavailable');
    expect(lines.join()).not.toMatch(/hunter2/);
  });

  it('is not there', async () => {
    expect(await open(new URL('http://127.0.0.1:9/')).ask(digest)).toBe('unknown');
  });
});

it('a dead API is left alone for a minute, and then asked again', async () => {
  say('', 503);
  const api = open();
  expect(await api.ask(digest)).toBe('unknown');
  say(`${hex.slice(5)}:17\r\n`);
  for (let time = 0; time < 20; time++) expect(await api.ask(digest)).toBe('unknown');
  expect(asked).toHaveLength(1);
  expect(lines).toHaveLength(1);
  now += 60_000;
  expect(await api.ask(digest)).toBe('breached');
});
