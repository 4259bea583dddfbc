import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import type { TlsPaths } from '../../tls-files.ts';
import type { Reply } from '../decide.ts';
import { openEntrance } from '../transport/entrance.ts';

const callers = ['manager', 'worker', 'operator'] as const;
export const keyOf = (caller: string) => `key-of-${caller}`;
const digestOf = (caller: string) => createHash('sha256').update(keyOf(caller)).digest('hex');

/** The transport between machines on a port of its own, with nothing behind it but a note of what was asked. */
export async function openSecureEntrance(files: TlsPaths) {
  const asked: [caller: string, verb: string][] = [];
  const refused: [caller: string, because: string][] = [];
  const logged: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line) => void logged.push(JSON.parse(line)) });
  let now = () => new Date();
  let decided: () => Promise<Reply> = async () => ({ verdict: 'no' });
  const [manager = '', worker = '', operator = ''] = callers.map(digestOf);
  const entrance = openEntrance(
    { host: '127.0.0.1', port: 0, files },
    {
      callerKeys: { manager, worker, operator },
      clock: () => now(),
      decide(caller, verb) {
        asked.push([caller, verb]);
        return decided();
      },
      checkHealth: async () => {},
      async refused(caller, _id, because) {
        refused.push([caller, because]);
      },
    },
    log,
  );
  await entrance.listen();
  const { port } = entrance.server.address() as AddressInfo;
  return {
    port,
    url: new URL(`https://localhost:${port}`),
    asked,
    refused,
    alerts: () => logged.filter(({ level }) => level === 50).map(({ event }) => event),
    logged,
    renew: entrance.renew,
    setClock: (clock: () => Date) => {
      now = clock;
    },
    /** What is decided from now on, and when. */
    decideBy: (decide: () => Promise<Reply>) => {
      decided = decide;
    },
    connections: () =>
      new Promise<number>((resolve) => entrance.server.getConnections((_, n) => resolve(n))),
    async close() {
      entrance.server.closeAllConnections();
      await new Promise((resolve) => entrance.server.close(resolve));
    },
  };
}

export type SecureEntrance = Awaited<ReturnType<typeof openSecureEntrance>>;
