import { approveReset } from '../lib/resets/approve-reset.ts';
import { startReset } from '../lib/resets/start-reset.ts';
import { type Bench, castMembers, expectRefused, source, withBench } from './campaign-cast.ts';
import { fillBoth } from './crowd.ts';
import type { Databases } from './databases.ts';
import { type Figure, plain, ratio } from './figure.ts';
import { median } from './load.ts';
import { updateEach } from './one-by-one.ts';

const [few, many, rounds] = [10_000, 1_000_000, 5];

/**
 * From a second member's approval of a reset of everyone until an old password is refused and a session is
 * dead, with ten thousand customers and a million; beside one UPDATE a customer.
 */
export async function measureCampaigns(databases: Databases): Promise<Figure[]> {
  return withBench(databases, async (bench) => {
    await fillBoth(databases, few);
    const atFew = await measure(bench);
    await fillBoth(databases, many - few);
    const atMany = await measure(bench);
    const peer = await updateEach(databases, many);
    const what = 'from approval to an old password refused and a session dead';
    const beside = { what: 'among ten thousand', value: atFew };
    return [
      ratio(`${what}, a million`, atMany, 'ms', beside, { kind: 'aim', most: 1.2 }),
      plain(`${what}, a million`, atMany, 'ms', { kind: 'limit', most: 1_000 }),
      ratio(`${what}, a million`, atMany, 'ms', { what: 'one UPDATE a customer', value: peer }),
    ];
  });
}

async function measure(bench: Bench): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await measureOnce(bench));
  return median(times);
}

async function measureOnce(bench: Bench): Promise<number> {
  const { installation, db } = bench;
  const cast = await castMembers(bench);
  const { first, second } = cast;
  const door = { db, ask: installation.manager.ask };
  const scope = { kind: 'all', code: cast.code(0) } as const;
  const wish = { scope, reason: 'A list was found.', staff: first.subject, source };
  const { id: reset, result } = await startReset(door, wish);
  if (result !== 'proposed') throw new Error(`a reset of many was ${result}`);
  const code = cast.code(1);

  const since = performance.now();
  const decided = await approveReset(door, { reset, staff: second.subject, code, source });
  if (decided !== 'done') throw new Error(`an approval was ${decided}`);
  await expectRefused(bench, cast);
  return performance.now() - since;
}
