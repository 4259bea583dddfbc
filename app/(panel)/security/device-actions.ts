'use server';

import { redirect } from 'next/navigation';
import { text } from '../../../components/form-state.ts';
import { ask } from '../../../lib/auth/client.ts';
import { verbs } from '../../../lib/auth/contract.ts';
import { recordChange } from '../../../lib/credentials/record-change.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { askingSource } from '../../../lib/sessions/asking-source.ts';
import { requireCustomer } from '../../../lib/sessions/require-customer.ts';
import { requireRecentProof } from '../../../lib/sessions/require-recent-proof.ts';

const { device: shape } = verbs['forget-devices'].request.shape;

/** Forgets one remembered device of the customer's own. */
export async function forgetOne(form: FormData): Promise<void> {
  const signedIn = await requireCustomer();
  await requireRecentProof(signedIn, '/security');
  const { data: device } = shape.safeParse(text(form, 'device'));
  if (!device) redirect('/security');
  await forget(signedIn.customer.id, device);
}

/** Forgets every device and network of the customer's, the one at hand included. */
export async function forgetAll(): Promise<void> {
  const signedIn = await requireCustomer();
  await requireRecentProof(signedIn, '/security');
  await forget(signedIn.customer.id);
}

async function forget(customerId: string, device?: string): Promise<void> {
  const source = await requestSource();
  const request = { subject: customerId, device, source: await askingSource(source) };
  const { verdict } = await ask('forget-devices', request);
  // No: it was forgotten before.
  if (verdict === 'no') redirect('/security');
  if (verdict !== 'yes') redirect('/security?notice=devices-unsure');
  await recordChange({ customerId, kind: 'device-forgotten', outcome: 'yes', source });
  redirect(`/security?notice=${device ? 'device-forgotten' : 'devices-forgotten'}`);
}
