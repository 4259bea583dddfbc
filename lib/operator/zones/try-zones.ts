import type { Zones } from '../environment.ts';
import type { Attempt } from './attempt.ts';
import { checkEnvironments } from './check-environments.ts';
import { checkFiles } from './check-files.ts';
import { checkRoles } from './check-roles.ts';
import { compareGrants } from './compare-grants.ts';
import { tryConnections } from './try-connections.ts';
import { tryStatements } from './try-statements.ts';
import { tryVerbs } from './try-verbs.ts';

/**
 * Tries from each zone of the running system what must fail there. Changes nothing but the auth
 * service's journal, which notes each question it refused.
 */
export async function tryZones(zones: Zones): Promise<Attempt[]> {
  return [
    ...(await tryConnections(zones)),
    ...(await tryStatements(zones)),
    ...(await checkRoles(zones)),
    ...(await compareGrants(zones)),
    ...(await tryVerbs(zones)),
    ...checkEnvironments(zones),
    ...checkFiles(zones),
  ];
}
