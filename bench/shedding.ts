import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import { type Customer, openInstallation, password, settleCustomers } from './installation.ts';
import { quantile } from './load.ts';
import { rawBcrypt } from './raw-bcrypt.ts';

const cost = 12;
const overload = 10;

/** Questions at ten times what the cores can hash, arriving whether or not the others were answered. */
export async function measureShedding(databases: Databases, seconds: number): Promise<Figure[]> {
  const installation = await openInstallation(databases.authUrl, cost);
  try {
    const customers = await settleCustomers(installation, 40);
    const capacity = await rawBcrypt(cost, seconds);
    const everyMs = 1_000 / (overload * capacity);
    const answers: { verdict: string; ms: number }[] = [];
    const asked: Promise<void>[] = [];
    const started = performance.now();
    const total = Math.ceil((seconds * 2_000) / everyMs);
    for (let index = 0; index < total; index++) {
      await wait(Math.max(0, started + index * everyMs - performance.now()));
      asked.push(ask(installation, customers[index % customers.length], index, answers));
    }
    await Promise.all(asked);
    const spent = (performance.now() - started) / 1_000;
    const decided = answers.filter(({ verdict }) => verdict === 'yes');
    const shed = answers.filter(({ verdict }) => verdict === 'unavailable');
    const other = answers.length - decided.length - shed.length;
    if (other || !shed.length) throw new Error(`${other} odd answers, ${shed.length} shed`);
    const shedMs = shed.map(({ ms }) => ms).sort((a, b) => a - b);
    const peer = { what: `bcrypt alone, cost ${cost}`, value: capacity };
    return [
      ratio(
        `yes while asked ${overload} times too much`,
        decided.length / spent,
        'a second',
        peer,
        {
          kind: 'aim',
          least: 0.9,
        },
      ),
      plain('questions shed', shed.length / answers.length, 'of all'),
      plain('a shed answer, p50', quantile(shedMs, 0.5), 'ms', { kind: 'limit', most: 50 }),
      plain('a shed answer, p99', quantile(shedMs, 0.99), 'ms', { kind: 'aim', most: 50 }),
    ];
  } finally {
    await installation.stop();
  }
}

async function ask(
  { manager }: Awaited<ReturnType<typeof openInstallation>>,
  customer: Customer | undefined,
  index: number,
  answers: { verdict: string; ms: number }[],
) {
  if (!customer) throw new Error('no customers');
  // Each from an address of its own: it is the queue that is measured, and no limit a source has.
  const source = { address: `100.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}` };
  const since = performance.now();
  const { email } = customer;
  const { verdict } = await manager.ask('verify-password', { email, password, source });
  answers.push({ verdict, ms: performance.now() - since });
}
