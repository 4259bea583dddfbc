import { randomBytes } from 'node:crypto';
import { connect as connectTcp, isIP } from 'node:net';
import { connect } from 'node:tls';
import { callerHeader, timeHeader } from '../../auth/contract.ts';
import type { RemoteDoor } from '../../auth/door.ts';
import { readTlsFiles } from '../../auth/tls-files.ts';
import { connectOperator } from '../connect-operator.ts';
import type { OperatorZone } from '../environment.ts';
import type { Attempt } from './attempt.ts';

const answerWithinMs = 5_000;

/** Knocks at the auth service's port, from this machine: as nobody, and with the operator's certificate as another. */
export async function tryRemoteDoor(zone: OperatorZone, door: RemoteDoor): Promise<Attempt[]> {
  const { cert, key, ca } = readTlsFiles(door, 'clientAuth');
  const host = door.url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(door.url.port || 443);
  const secure = { host, port, servername: isIP(host) ? '' : host, ca };
  const health = `GET /health HTTP/1.1\r\nhost: ${door.url.host}\r\nconnection: close\r\n\r\n`;
  const silence = (attempt: string, heard: string): Attempt => ({
    ...tried('stranger', attempt),
    result: heard.includes('HTTP/') ? 'ANSWERED' : 'refused',
    held: !heard.includes('HTTP/'),
  });
  const older = { maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' } as const;
  const heard = await hear(
    connect({ ...secure, cert, key }),
    questionAsManager(door.url.host, randomBytes(32).toString('base64url')),
  );
  const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1];
  return [
    await wantAnswer(zone),
    silence('connect without a certificate', await hear(connect(secure), health)),
    silence(
      'connect with TLS 1.2',
      await hear(connect({ ...secure, ...older, cert, key }), health),
    ),
    silence('connect without TLS', await hear(connectTcp(port, host), health)),
    {
      ...tried('operator', 'ask under the name of manager, with its own certificate'),
      result: status === '403' ? 'refused (403)' : `not refused (${status ?? 'no answer'})`,
      held: status === '403',
    },
  ];
}

const tried = (zone: string, attempt: string) => ({ zone, attempt, expected: 'refused' });

/** Where nothing is answered, a refusal proves nothing. */
async function wantAnswer(zone: OperatorZone): Promise<Attempt> {
  const { verdict } = await connectOperator(zone).ask('describe-keys', { count: false });
  const attempt = 'ask describe-keys, which it may';
  return {
    zone: 'operator',
    attempt,
    expected: 'answered',
    result: verdict,
    held: verdict === 'yes',
  };
}

function questionAsManager(host: string, key: string): string {
  const lines = [
    'POST /v1/describe-reset HTTP/1.1',
    `host: ${host}`,
    `${callerHeader}: manager`,
    `authorization: Bearer ${key}`,
    `${timeHeader}: ${new Date().toISOString()}`,
    'content-type: application/json',
    'content-length: 2',
    'connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n{}`;
}

/** @returns all that is said until the other side hangs up, or time is over. */
function hear(socket: ReturnType<typeof connectTcp>, words: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const late = setTimeout(() => socket.destroy(), answerWithinMs);
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(late);
      resolve(heard);
    });
    socket.write(words);
  });
}
