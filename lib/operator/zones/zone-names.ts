import type { AppRole } from '../../database/roles.ts';

export type ZoneName = 'auth' | 'manager' | 'worker' | 'operator';
export const zoneNames: ZoneName[] = ['auth', 'manager', 'worker', 'operator'];

/** The role as which a zone's process connects. */
export const roleOf: Record<ZoneName, AppRole> = {
  auth: 'auth_app',
  manager: 'manager_app',
  worker: 'worker_app',
  operator: 'operator_app',
};
