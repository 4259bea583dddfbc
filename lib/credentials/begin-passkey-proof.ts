import 'server-only';
import { ask } from '../auth/client.ts';
import type { RequestOf } from '../auth/contract.ts';
import { requestSource } from '../manager/request.ts';
import { passkeyCookie } from './passkey-cookie.ts';

/**
 * Has a passkey asked for what it is to sign: the flow goes into a cookie, the rest to the page. Only in a route handler.
 *
 * @returns what `navigator.credentials.get` takes, as JSON; an error's status where there is nothing to ask for.
 */
export async function beginPasskeyProof(
  proof: RequestOf<'begin-passkey-proof'>['for'],
): Promise<Response> {
  const { address } = await requestSource();
  const begun = await ask('begin-passkey-proof', { for: proof, source: { address } });
  const headers = { 'cache-control': 'no-store' };
  if (begun.verdict !== 'yes') {
    return new Response(null, { status: begun.verdict === 'no' ? 404 : 503, headers });
  }
  await passkeyCookie.set({ flow: begun.flow });
  return Response.json(begun.options, { headers });
}
