import { beginPasskeyProof } from '../../../../../lib/credentials/begin-passkey-proof.ts';
import { requireCustomer } from '../../../../../lib/sessions/require-customer.ts';

/** What a passkey of the customer's own is to sign before their factors are changed. */
export async function POST(): Promise<Response> {
  const { customer } = await requireCustomer();
  return beginPasskeyProof({ purpose: 'change', subject: customer.id });
}
