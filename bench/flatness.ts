import { withClient } from '../lib/database/roles.ts';
import { fillAuth } from './crowd.ts';
import type { Databases } from './databases.ts';
import { type Figure, ratio } from './figure.ts';
import { openInstallation, settleCustomers, signIn } from './installation.ts';
import { closedLoop, quantile } from './load.ts';

const few = 1_000;
const many = 1_000_000;

/** The time of a decision with a thousand customers in the tables and with a million. */
export async function measureFlatness(databases: Databases, seconds: number): Promise<Figure[]> {
  const installation = await openInstallation(databases.authUrl, 10);
  try {
    const customers = await settleCustomers(installation, 40);
    const customer = (index: number) => customers[index % customers.length] ?? never();
    const { manager } = installation;
    const decide = {
      'a sign-in': (index: number) => signIn(manager, customer(index)),
      'a decision that hashes nothing': async (index: number) => {
        const { subject } = customer(index);
        const told = await manager.ask('describe-factors', { subject });
        if (told.verdict !== 'yes') throw new Error('a customer was not known');
      },
    };
    const measure = async () => {
      const p50: Record<string, number> = {};
      for (const [what, ask] of Object.entries(decide)) {
        await closedLoop({ concurrency: 1, seconds: 1 }, ask);
        p50[what] = quantile((await closedLoop({ concurrency: 1, seconds }, ask)).ms, 0.5);
      }
      return p50;
    };
    await fill(databases, few);
    const before = await measure();
    await fill(databases, many - few);
    const after = await measure();
    return Object.keys(decide).map((what) =>
      ratio(
        `${what} among a million customers, p50`,
        after[what] ?? Number.NaN,
        'ms',
        { what: 'among a thousand', value: before[what] ?? Number.NaN },
        { kind: 'limit', most: 1.25 },
      ),
    );
  } finally {
    await installation.stop();
  }
}

async function fill({ ownerUrls }: Databases, count: number): Promise<void> {
  await withClient(ownerUrls.auth, (client) => fillAuth(client, count));
}

function never(): never {
  throw new Error('no customers');
}
