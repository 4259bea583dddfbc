import 'server-only';
import { cache } from 'react';
import { database } from '../../lib/manager/database.ts';
import { environment } from '../../lib/manager/environment.ts';
import { requireStaff } from '../../lib/sessions/require-staff.ts';
import { viewCustomer } from '../../lib/staff/view-customer.ts';
import { orUnavailable } from './or-unavailable.ts';

/** A customer, or null, as staff see them: once a request, and in the trail before anything is shown. */
export const openCustomer = cache(async (id: string) => {
  const { customer: staff } = await requireStaff('read');
  const tell = environment().staffViews === 'tell';
  return orUnavailable(() => viewCustomer(database(), { staff: staff.id, customer: id, tell }));
});
