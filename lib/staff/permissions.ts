/** What a member of staff is, by the auth service's record and the manager's. */
export const staffRoles = ['support', 'security', 'auditor'] as const;
export type StaffRole = (typeof staffRoles)[number];

/**
 * What a page or an action takes. `read`: seeing anything of the staff area. `help-customer`: acting for one
 * customer at a time. `handle-incidents`: investigations and resets of many.
 */
export type StaffPermission = 'read' | 'help-customer' | 'handle-incidents';

const permissions: Record<StaffRole, readonly StaffPermission[]> = {
  support: ['read', 'help-customer'],
  security: ['read', 'help-customer', 'handle-incidents'],
  auditor: ['read'],
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
