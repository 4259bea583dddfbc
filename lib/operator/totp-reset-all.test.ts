import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  customersFile,
  type Installation,
  known,
  openInstallation,
  outcomeOf,
} from '../testing/installation.ts';

let here: Installation;
beforeAll(async () => {
  here = await openInstallation();
  await here.importFile(customersFile);
});
afterAll(() => here.close());

const bulkhead = (...args: string[]) => outcomeOf(here.bulkhead('totp', 'reset-all', ...args));
const reason = 'A copy of our keys was stolen.';
const cutoffs = async () =>
  (await here.manager.query('SELECT cutoff FROM second_factor_cutoff')).rows;

async function signIn() {
  const person = known.find(({ totp_secret }) => totp_secret);
  if (!person) throw new Error('nobody has an authenticator');
  const source = { address: '198.51.100.9' };
  return here.asManager.ask('verify-password', { ...person, source });
}

test('says how many it would concern, and changes nothing, until it is told to', async () => {
  const told = await bulkhead('--reason', reason);
  expect(told.stdout).toMatch(/^It would concern \d+ authenticators\. Nothing was changed/);
  expect(await cutoffs()).toEqual([]);
  expect((await signIn()).verdict).toBe('second-factor');
});

test.each([
  [['--yes'], 'Give the reason'],
  [['--yes', '--reason', '   '], 'Give the reason'],
  [['--yes', '--reason', 'x'.repeat(2_001)], 'at most 2,000'],
  [['everybody', '--yes', '--reason', reason], 'takes no names'],
])('takes no %j', async (args, words) => {
  const { code, stderr } = await bulkhead(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(words);
  expect(await cutoffs()).toEqual([]);
});

test('voids every authenticator and ends the sessions that rest on one, from one moment', async () => {
  const { code, stdout } = await bulkhead('--yes', '--reason', reason, '--json');
  expect(code).toBe(0);
  const { cutoff, concerned } = JSON.parse(stdout);
  expect(concerned).toBeGreaterThan(0);
  expect(await cutoffs()).toEqual([{ cutoff: new Date(cutoff) }]);
  expect(await signIn()).toEqual({
    verdict: 'reset-required',
    because: 'authenticator-void',
    reason,
  });
  const again = JSON.parse((await bulkhead('--json')).stdout);
  expect(again).toEqual({ verdict: 'yes', cutoff: null, concerned: 0 });
});
