import { beginPasskeyProof } from '../../../../../lib/credentials/begin-passkey-proof.ts';
import { challengeCookie } from '../../../../../lib/sessions/challenge-cookie.ts';

/** What a passkey is to sign for somebody whose password was right. */
export async function POST(): Promise<Response> {
  const pending = await challengeCookie.get();
  if (pending?.asks !== 'second-factor') return new Response(null, { status: 404 });
  return beginPasskeyProof({ purpose: 'second-factor', challenge: pending.challenge });
}
