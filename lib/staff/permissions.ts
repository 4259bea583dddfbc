import { staffRole } from '../auth/contract.ts';

/** What a member of staff is, by the auth service's record and the manager's. */
export const staffRoles = staffRole.options;
export type StaffRole = (typeof staffRoles)[number];

/**
 * What a page or an action takes. `read`: seeing anything of the staff area. `help-customer`: acting for one
 * customer at a time. `handle-incidents`: investigations, resets of many, and colleagues' roles. `read-audit`:
 * seeing what staff did and read.
 */
export type StaffPermission = 'read' | 'help-customer' | 'handle-incidents' | 'read-audit';

const permissions: Record<StaffRole, readonly StaffPermission[]> = {
  support: ['read', 'help-customer'],
  security: ['read', 'help-customer', 'handle-incidents', 'read-audit'],
  auditor: ['read', 'read-audit'],
};

/**
 * Whether somebody of this role may do that. What the auth service must refuse it refuses by its own record.
 *
 * @param role as stored; null is a customer, and anything unknown may do nothing.
 */
export function may(role: string | null, permission: StaffPermission): boolean {
  const known = staffRoles.find((one) => one === role);
  return known !== undefined && permissions[known].includes(permission);
}
