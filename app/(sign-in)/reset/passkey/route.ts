import { beginPasskeyProof } from '../../../../lib/credentials/begin-passkey-proof.ts';
import { linkCookie } from '../../../../lib/sessions/link-cookie.ts';

/** What a passkey is to sign for the bearer of a mailed link. */
export async function POST(): Promise<Response> {
  const link = await linkCookie.get();
  if (!link) return new Response(null, { status: 404 });
  return beginPasskeyProof({ purpose: 'link', token: link.token });
}
