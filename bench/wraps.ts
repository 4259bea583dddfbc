import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import {
  type Installation,
  importCustomers,
  newCustomers,
  openInstallation,
  settleCustomers,
  signIn,
} from './installation.ts';
import { closedLoop, quantile } from './load.ts';
import { rawBcrypt } from './raw-bcrypt.ts';

const cost = 12;

/** Wrapping what older systems left, by itself and while customers sign in. */
export async function measureWraps(databases: Databases, seconds: number): Promise<Figure[]> {
  const installation = await openInstallation(databases.authUrl, cost);
  try {
    const { operator, manager } = installation;
    const customers = await settleCustomers(installation, 40);
    const oneCore = (await rawBcrypt(cost, seconds)) / availableParallelism();
    const alone = await wrapFor(
      installation,
      seconds,
      async () => void (await wait(seconds * 1_000)),
    );

    const ask = (index: number) => signIn(manager, customers[index % customers.length] ?? never());
    const idle = await closedLoop({ concurrency: 1, seconds }, ask);
    let meanwhile = idle;
    await importCustomers(operator, newCustomers(Math.ceil(2 * seconds * oneCore)));
    const beside = await wrapFor(installation, seconds, async () => {
      meanwhile = await closedLoop({ concurrency: 1, seconds }, ask);
    });
    return [
      ratio('hashes wrapped', alone, 'a second', { what: 'bcrypt on one core', value: oneCore }),
      plain('hashes wrapped while a customer signs in', beside, 'a second'),
      ratio(
        'a sign-in while hashes are wrapped, p50',
        quantile(meanwhile.ms, 0.5),
        'ms',
        { what: 'with nothing else to do', value: quantile(idle.ms, 0.5) },
        { kind: 'aim', most: 1.3 },
      ),
    ];
  } finally {
    await installation.stop();
  }
}

/** @returns hashes wrapped a second while `work` runs. */
async function wrapFor(
  { operator }: Installation,
  seconds: number,
  work: () => Promise<void>,
): Promise<number> {
  const rows = newCustomers(Math.ceil(20 * seconds));
  await importCustomers(operator, rows);
  const before = await tell(operator, 'start');
  const since = performance.now();
  await work();
  const after = await tell(operator, 'pause');
  if (after.left === 0) throw new Error('there was too little to wrap');
  return (after.wrapped - before.wrapped) / ((performance.now() - since) / 1_000);
}

async function tell(operator: Installation['operator'], action: 'start' | 'pause') {
  const rowsPerSecond = action === 'start' ? 10_000 : undefined;
  const told = await operator.ask('wrap-legacy-hashes', { action, rowsPerSecond });
  if (told.verdict !== 'yes') throw new Error('the wrapping was refused');
  return told;
}

function never(): never {
  throw new Error('no customers');
}
