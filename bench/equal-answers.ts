import { withClient } from '../lib/database/roles.ts';
import {
  classes,
  forgetAttempts,
  newSource,
  openClasses,
  takeSamples,
  tellApart,
} from '../lib/testing/equal-answers.ts';
import type { Databases } from './databases.ts';
import { type Figure, ratio } from './figure.ts';
import { openInstallation } from './installation.ts';
import { median } from './load.ts';

/** Whether the time of a *no* tells which: each class beside a wrong password, interleaved. */
export async function measureEqualAnswers(
  databases: Databases,
  seconds: number,
): Promise<Figure[]> {
  const each = seconds * 50;
  const installation = await openInstallation(databases.authUrl, 10);
  const sql = (text: string, values?: unknown[]) =>
    withClient(databases.ownerUrls.auth, (client) => client.query(text, values));
  try {
    const { manager } = installation;
    const probe = await openClasses({ ...installation, sql });
    const samples = await takeSamples({
      each,
      concurrency: 3,
      probe,
      ask: ({ email, password }) =>
        manager.ask('verify-password', { email, password, source: newSource() }),
      rest: () => forgetAttempts({ sql }),
    });
    const wrong = samples['wrong-password'];
    const peer = { what: 'a wrong password', value: median(wrong) };
    return classes
      .filter((one) => one !== 'wrong-password')
      .map((one) => ({
        ...ratio(`${one}: median, and how often it is the later`, median(samples[one]), 'ms', peer),
        judged: tellApart(samples[one], wrong),
        // What 4.4 standard errors of this many samples come to.
        bound: {
          kind: 'limit' as const,
          least: 0.5 - 1.8 / Math.sqrt(each),
          most: 0.5 + 1.8 / Math.sqrt(each),
        },
      }));
  } finally {
    await installation.stop();
  }
}
