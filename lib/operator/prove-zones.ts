import type { Zones } from './environment.ts';
import type { Attempt } from './zones/attempt.ts';
import { compareGrants } from './zones/compare-grants.ts';
import { inspectFiles } from './zones/inspect-files.ts';
import { inspectProcesses } from './zones/inspect-processes.ts';
import { checkRoles } from './zones/judge-roles.ts';
import { tryCallers } from './zones/try-callers.ts';
import { tryDatabases } from './zones/try-databases.ts';

/**
 * Proves the fences of a running system by trying, from each zone's place, what must fail. Changes
 * nothing: statements are rolled back, questions are about nobody. The auth service journals them.
 *
 * @returns every attempt, in words; a proof that could not be carried out counts as a fence that fell.
 */
export async function proveZones(zones: Zones): Promise<Attempt[]> {
  return [
    ...(await carryOut('databases', () => tryDatabases(zones))),
    ...(await carryOut('roles', () => checkRoles(zones))),
    ...(await carryOut('grants', () => compareGrants(zones))),
    ...(await carryOut('callers', () => tryCallers(zones))),
    ...(await carryOut('processes', async () => inspectProcesses(zones))),
    ...(await carryOut('files', async () => inspectFiles(zones))),
  ];
}

async function carryOut(zone: string, proof: () => Promise<Attempt[]>): Promise<Attempt[]> {
  try {
    return await proof();
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    const result = `it failed (${code ?? name})`;
    return [{ zone, attempt: 'carry out the proof', expected: 'done', result, held: false }];
  }
}
