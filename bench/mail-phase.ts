import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { withClient } from '../lib/database/roles.ts';
import { queueTellReset } from '../lib/resets/queue-tell-reset.ts';
import { type Bench, withBench } from './campaign-cast.ts';
import { fillManager } from './crowd.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import { type Customer, settleCustomers, signIn } from './installation.ts';
import { closedLoop, quantile } from './load.ts';

const [told, mailsPerMinute] = [100_000, 600];

/** Sign-ins while the worker tells customers of a reset, beside sign-ins while nothing else is done. */
export async function measureMailPhase(databases: Databases, seconds: number): Promise<Figure[]> {
  return withBench(databases, async (bench) => {
    const customers = await settleCustomers(bench.installation, 40);
    await withClient(databases.ownerUrls.manager, (client) => fillManager(client, told));
    const idle = await measureSignIns(bench, customers, seconds);
    const sink = await openSink();
    const worker = await startWorker(bench, sink.port);
    try {
      await startTelling(bench);
      while (sink.taken() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      const [before, since] = [sink.taken(), performance.now()];
      const during = await measureSignIns(bench, customers, seconds);
      const perMinute = ((sink.taken() - before) / (performance.now() - since)) * 60_000;
      const beside = { what: 'with nothing else to do', value: idle };
      return [
        ratio('a sign-in while customers are told by mail, p50', during, 'ms', beside, {
          kind: 'aim',
          most: 1.3,
        }),
        plain('mails taken meanwhile', perMinute, 'a minute'),
      ];
    } finally {
      await worker.stop();
      sink.close();
    }
  });
}

async function measureSignIns(
  { installation }: Bench,
  customers: Customer[],
  seconds: number,
): Promise<number> {
  const { ms } = await closedLoop({ concurrency: 1, seconds }, async (index) => {
    const customer = customers[index % customers.length];
    if (!customer) throw new Error('nobody was made');
    await signIn(installation.manager, customer);
  });
  return quantile(ms, 0.5);
}

/** In the manager's records alone: whoever signs in here has chosen a new password already. */
async function startTelling({ db, owners }: Bench): Promise<void> {
  const { rows } = await owners.manager.query<{ id: string }>(
    `INSERT INTO reset (id, scope, state, cutoff, reason, started_by)
     SELECT gen_random_uuid(), 'all', 'active', now(), 'A list was found.', id
     FROM customer LIMIT 1 RETURNING id`,
  );
  const [reset] = rows;
  if (!reset) throw new Error('no reset was made');
  await db.$transaction((tx) => queueTellReset(tx, { reset: reset.id }));
}

/** The worker as in production: its own process, that mails as fast as the default lets it. */
async function startWorker({ databases, installation }: Bench, port: number) {
  const main = path.resolve(import.meta.dirname, '../lib/worker/main.ts');
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: '',
      NODE_ENV: 'production',
      WORKER_DATABASE_URL: databases.workerUrl,
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      MAIL_FROM: 'bulkhead@example.net',
      MAILS_PER_MINUTE: String(mailsPerMinute),
      MAILS_PER_MINUTE_AND_DOMAIN: String(mailsPerMinute),
      PUBLIC_URL: 'http://localhost:3000',
      AUTH_SOCKET: installation.socketPath,
      AUTH_CALLER_KEY_FILE: installation.keyFile('worker'),
    },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    void ended.then(() => reject(new Error('the worker did not start')));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { stop };
}

/** A mail server on loopback that takes every mail and forgets it (RFC 5321, as far as one client speaks it). */
async function openSink() {
  let taken = 0;
  const server = createServer((socket) => {
    let [text, inData] = ['', false];
    const say = (words: string) => socket.write(`${words}\r\n`);
    socket.on('error', () => socket.destroy());
    say('220 sink');
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf('\r\n'); end !== -1; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (inData) {
          if (line !== '.') continue;
          inData = false;
          taken++;
          say('250 taken');
        } else if (/^DATA/i.test(line)) {
          inData = true;
          say('354 go on');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else say('250 yes');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the sink has no port');
  return { port: address.port, taken: () => taken, close: () => server.close() };
}
