import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bulkhead } from './bulkhead.ts';
import type { Operation, Struck } from './operations.ts';
import type { Person } from './person.ts';
import type { Wire } from './tripwire-proxy.ts';

export const points = [
  'before the hash',
  'during the hash',
  'before commit',
  'after commit',
] as const;
export type Point = (typeof points)[number];
export const victims = ['the auth service', 'PostgreSQL', 'their connection'] as const;
export type Victim = (typeof victims)[number];

export const struckAt: Record<Point, Struck> = {
  'before the hash': 'before-commit',
  'during the hash': 'before-commit',
  'before commit': 'before-commit',
  'after commit': 'after-commit',
};

/** Resolves when the operation under way has come to that point, and stands still there. */
export async function reach(bulkhead: Bulkhead, { verb }: Operation, point: Point): Promise<void> {
  const { proxy } = bulkhead;
  const toCommit: Wire[] = [{ asked: verb }, { asked: 'COMMIT' }];
  if (point === 'before commit') return proxy.stretch(toCommit);
  if (point === 'after commit') return proxy.stretch([...toCommit, { answered: 'COMMIT' }]);
  // Every attempt is counted before it is hashed.
  await proxy.stretch([{ asked: 'throttle' }]);
  if (point === 'before the hash') return;
  const before = cpuTicks(bulkhead.authPid());
  void proxy.stretch(toCommit);
  // A hundredth of a second of CPU, two of which no other work of the service takes at once.
  while (cpuTicks(bulkhead.authPid()) < before + 2) await wait(1);
}

/**
 * Kills, or cuts.
 *
 * @returns how to mend it. Not before the answer has come: what was only hashing would find all well again.
 */
export async function strike(bulkhead: Bulkhead, victim: Victim): Promise<() => Promise<void>> {
  if (victim === 'their connection') {
    bulkhead.proxy.cut();
    return async () => {};
  }
  if (victim === 'PostgreSQL') {
    await bulkhead.killPostgres();
    return bulkhead.startPostgres;
  }
  await bulkhead.killAuth();
  bulkhead.proxy.cut();
  return bulkhead.startAuth;
}

/** Until the service answers again; an answer is any but *unavailable*. */
export async function untilAnswered(bulkhead: Bulkhead, { subject }: Person): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(50)) {
    const { verdict } = await bulkhead.manager.ask('describe-factors', { subject });
    if (verdict !== 'unavailable') return;
  }
  throw new Error('the service did not come back');
}

function cpuTicks(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
