import 'server-only';
import { ask } from '../auth/client.ts';
import type { SecondFactorMethod } from '../auth/contract.ts';
import { methodsOf } from '../credentials/second-factors.ts';

/** By what a customer proves who they are: a second factor where they have one. Null: it is not known now. */
export async function provenBy(customer: {
  id: string;
}): Promise<{ by: 'second-factor' | 'password'; methods: SecondFactorMethod[] } | null> {
  const factors = await ask('describe-factors', { subject: customer.id });
  if (factors.verdict !== 'yes') return null;
  const methods = methodsOf(factors);
  const enrolled = methods.some((method) => method !== 'recovery-code');
  return { by: enrolled ? 'second-factor' : 'password', methods: enrolled ? methods : [] };
}
