import 'server-only';
import { notFound, redirect } from 'next/navigation';
import { requireCustomer, type SignedIn } from './require-customer.ts';

/**
 * The staff member who is signed in. A customer is told that there is no such page; staff who signed in
 * without a second factor are led to enrol one.
 * @param role which role it takes; none: any staff
 */
export async function requireStaff(role?: 'security'): Promise<SignedIn> {
  const signedIn = await requireCustomer();
  const { staffRole } = signedIn.customer;
  if (!staffRole || (role && staffRole !== role)) notFound();
  if (!signedIn.session.secondFactor) redirect('/security/authenticator');
  return signedIn;
}
