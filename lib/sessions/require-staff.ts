import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { may, type StaffPermission } from '../staff/permissions.ts';
import { requireCustomer, type SignedIn } from './require-customer.ts';

/**
 * The staff member who is signed in. A customer is told that there is no such page; staff who signed in
 * without a second factor are led to enrol one.
 * @param permission what the page or action takes; who may not is told that there is no such page, too.
 */
export async function requireStaff(permission: StaffPermission): Promise<SignedIn> {
  const signedIn = await requireCustomer();
  if (!may(signedIn.customer.staffRole, permission)) notFound();
  if (!signedIn.session.secondFactor) redirect('/security/authenticator');
  return signedIn;
}
