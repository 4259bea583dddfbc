import { notFound } from 'next/navigation';
import { ask } from '../../../../../lib/auth/client.ts';
import { methodsOf } from '../../../../../lib/credentials/second-factors.ts';

/** A passkey of the customer's own and by what they can prove a second factor; another's is none. */
export async function findPasskey(customerId: string, id: string) {
  const [listed, factors] = await Promise.all([
    ask('list-passkeys', { subject: customerId }),
    ask('describe-factors', { subject: customerId }),
  ]);
  if (listed.verdict !== 'yes' || factors.verdict !== 'yes') return null;
  const passkey = listed.passkeys.find((one) => one.passkey === id);
  if (!passkey) notFound();
  return {
    name: passkey.name,
    methods: methodsOf(factors),
    last: factors.passkeys === 1 && !factors.totpSince,
  };
}
