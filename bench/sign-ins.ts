import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { threadSeconds } from './cpu-time.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import { openInstallation, settleCustomers, signIn } from './installation.ts';
import { closedLoop, median } from './load.ts';
import { rawBcrypt } from './raw-bcrypt.ts';

const cost = 12;
const rounds = 5;

/** Whole sign-ins through the whole service, turn about with bcrypt alone at the same cost and threads. */
export async function measureSignIns(databases: Databases, seconds: number): Promise<Figure[]> {
  const installation = await openInstallation(databases.authUrl, cost);
  try {
    const customers = await settleCustomers(installation, 40);
    const concurrency = 4 * availableParallelism();
    const ask = (index: number) =>
      signIn(installation.manager, customers[index % customers.length] ?? never());
    const raw: number[] = [];
    const whole: number[] = [];
    let answers = 0;
    let ownSeconds = 0;
    const idle = await idleShare(installation.pid, seconds);
    for (let round = 0; round < rounds; round++) {
      raw.push(await rawBcrypt(cost, seconds));
      const before = threadSeconds(installation.pid);
      const load = await closedLoop({ concurrency, seconds }, ask);
      ownSeconds += threadSeconds(installation.pid) - before - idle * load.seconds;
      whole.push(load.perSecond);
      answers += load.answers;
    }
    const peer = { what: `bcrypt alone, cost ${cost}`, value: median(raw) };
    return [
      ratio('sign-ins through the whole service', median(whole), 'a second', peer, {
        kind: 'aim',
        least: 0.97,
      }),
      // A sign-in is two decisions: the password, and the grant redeemed.
      plain("the service's own work", (ownSeconds / answers / 2) * 1_000, 'ms a decision', {
        kind: 'limit',
        most: 3,
      }),
    ];
  } finally {
    await installation.stop();
  }
}

// What it does every second whether or not it is asked, such as looking for links that are due.
async function idleShare(pid: number | undefined, seconds: number): Promise<number> {
  const before = threadSeconds(pid);
  await wait(seconds * 1_000);
  return (threadSeconds(pid) - before) / seconds;
}

function never(): never {
  throw new Error('no customers');
}
