import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import { callerHeader, timeHeader } from '../../contract.ts';
import type { TlsPaths } from '../../tls-files.ts';
import { keyOf } from './secure-entrance.ts';

/** A question in HTTP, with everything right but what is given. */
export function question(caller = 'manager', key = keyOf(caller), time = new Date()): string {
  const lines = [
    'POST /v1/redeem-grant HTTP/1.1',
    'host: localhost',
    `${callerHeader}: ${caller}`,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    `${timeHeader}: ${time.toISOString()}`,
    'content-length: 2',
  ];
  return `${lines.join('\r\n')}\r\n\r\n{}`;
}

/** A connection that trusts any server: what is on trial is the server's own caution. */
export function open(port: number, options: ConnectionOptions = {}) {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  return listenTo(socket);
}

export function openPlain(port: number) {
  return listenTo(connectTcp(port, '127.0.0.1'));
}

/** Own certificate and key, as a client shows them. */
export function shown({ certFile, keyFile }: TlsPaths) {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

function listenTo<S extends Socket>(socket: S) {
  let said = '';
  let answer = Promise.withResolvers<string>();
  socket.on('error', () => {});
  socket.setEncoding('latin1').on('data', (text: string) => {
    said += text;
    if (/\r\n\r\n\{.*\}$/s.test(said)) answer.resolve(said);
  });
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(said)));
  return {
    socket,
    /** All that was said until the other side closed. */
    closed,
    /** Asks on this connection; what comes back, or all there was when it is closed. */
    ask(text = question()): Promise<string> {
      said = '';
      answer = Promise.withResolvers();
      socket.write(text);
      return Promise.race([answer.promise, closed]);
    },
  };
}
