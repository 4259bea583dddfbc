import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import type { Databases } from './databases.ts';
import { type Figure, ratio } from './figure.ts';
import { openInstallation, password, settleCustomers, signIn } from './installation.ts';
import { closedLoop, type Load, quantile } from './load.ts';

const cost = 12;
const people = 40;
const rounds = 3;

/** Sign-ins beside better-auth's, turn about, at light load and at full load. */
export async function measureBesideBetterAuth(
  databases: Databases,
  seconds: number,
): Promise<Figure[]> {
  const peer = await openPeer(await databases.empty('better_auth'));
  const installation = await openInstallation(databases.authUrl, cost);
  try {
    const customers = await settleCustomers(installation, people);
    const ours = (index: number) => {
      const customer = customers[index % customers.length];
      return customer ? signIn(installation.manager, customer) : Promise.reject();
    };
    const figures: Figure[] = [];
    for (const concurrency of [1, 4 * availableParallelism()]) {
      const our: Load[] = [];
      const their: Load[] = [];
      for (let round = 0; round < rounds; round++) {
        their.push(await closedLoop({ concurrency, seconds }, peer.signIn));
        our.push(await closedLoop({ concurrency, seconds }, ours));
      }
      figures.push(...compare(concurrency, our, their));
    }
    return figures;
  } finally {
    await installation.stop();
    await peer.stop();
  }
}

function compare(concurrency: number, our: Load[], their: Load[]): Figure[] {
  const at = `${concurrency} at once`;
  const all = (loads: Load[]) => loads.flatMap(({ ms }) => ms).sort((a, b) => a - b);
  return [0.5, 0.99].map((share) => {
    const what = 'better-auth';
    const value = quantile(all(our), share);
    const beside = { what, value: quantile(all(their), share) };
    const label = `sign-in, ${at}, p${share * 100}`;
    return ratio(label, value, 'ms', beside, { kind: 'aim', most: 1 });
  });
}

async function openPeer(databaseUrl: string) {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-bench-'));
  const socketPath = path.join(dir, 'peer.sock');
  const script = path.join(import.meta.dirname, 'better-auth-server.ts');
  const child = fork(script, [databaseUrl, socketPath, String(cost)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  });
  await once(child, 'message');
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const post = (where: string, body: object) =>
    new Promise<void>((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        origin: 'http://localhost',
      };
      const outgoing = request(
        { agent, socketPath, method: 'POST', path: `/api/auth/${where}`, headers },
        (incoming) => {
          incoming.resume();
          incoming.on('end', () =>
            incoming.statusCode === 200
              ? resolve()
              : reject(new Error(`better-auth answered ${incoming.statusCode} to ${where}`)),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(text);
    });
  const email = (index: number) => `customer-${index % people}@example.com`;
  for (let index = 0; index < people; index += 4) {
    const few = [0, 1, 2, 3].map((offset) =>
      post('sign-up/email', { email: email(index + offset), password, name: 'Somebody' }),
    );
    await Promise.all(few);
  }
  return {
    signIn: (index: number) => post('sign-in/email', { email: email(index), password }),
    async stop() {
      child.kill();
      await once(child, 'exit');
      agent.destroy();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
