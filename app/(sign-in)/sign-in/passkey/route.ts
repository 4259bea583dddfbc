import { beginPasskeyProof } from '../../../../lib/credentials/begin-passkey-proof.ts';

/** What a passkey of anybody's is to sign, to sign in alone. */
export function POST(): Promise<Response> {
  return beginPasskeyProof({ purpose: 'sign-in' });
}
