'use server';

import { redirect } from 'next/navigation';
import type { FormState } from '../../../components/form-state.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { safeNext } from '../../../lib/sessions/safe-next.ts';
import { takeRecentProof } from '../../../lib/sessions/take-recent-proof.ts';

/** Takes a factor again, and goes on to where it was asked for. */
export async function confirm(_: FormState<never>, form: FormData): Promise<FormState<never>> {
  const signedIn = await requireCustomer();
  const owed = await takeRecentProof(signedIn, form);
  if (owed) return owed;
  redirect(safeNext(form.get('next')));
}
