import type { VerdictOf } from '../lib/auth/contract.ts';
import { formTokenField } from './form-token.tsx';

type Options = Extract<VerdictOf<'begin-passkey-proof'>, { verdict: 'yes' }>['options'];

/** One at a time: what the button asks for ends what waits where the browser fills in. */
let asking: AbortController | undefined;

/**
 * Has the browser ask for a passkey, and ends what was asked before. Only in a browser.
 *
 * @param from a route of ours that says what is to be signed.
 * @param token of this browser's forms, without which nothing is answered.
 * @param autofill offers it among what the browser fills in, and waits until it is chosen there.
 * @returns what was signed, as JSON.
 * @throws when there is none, it was cancelled or ended, or there is nothing to ask for.
 */
export async function askPasskey(from: string, token: string, autofill = false): Promise<string> {
  stopAsking();
  asking = new AbortController();
  const { signal } = asking;
  const answer = await fetch(from, {
    method: 'POST',
    body: new URLSearchParams({ [formTokenField]: token }),
    signal,
  });
  if (!answer.ok) throw new Error('there is nothing to ask for');
  const publicKey = fromJson(await answer.json());
  const credential = await navigator.credentials.get({
    publicKey,
    signal,
    ...(autofill && { mediation: 'conditional' }),
  });
  if (!credential) throw new Error('no passkey was used');
  return JSON.stringify(toJson(credential as PublicKeyCredential));
}

/** Ends what waits until a passkey is chosen, if anything does. */
export function stopAsking(): void {
  asking?.abort();
}

function fromJson({ challenge, allowCredentials, ...rest }: Options) {
  return {
    ...rest,
    challenge: bytes(challenge),
    allowCredentials: allowCredentials.map(({ id, type, transports }) => ({
      id: bytes(id),
      type,
      transports: transports as AuthenticatorTransport[],
    })),
  };
}

// Not by its `toJSON`: what extensions of password managers hand over has the browser's, which refuses it.
function toJson({ id, type, response }: PublicKeyCredential) {
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    response as AuthenticatorAssertionResponse;
  return {
    id,
    type,
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      ...(userHandle && { userHandle: text(userHandle) }),
    },
  };
}

function bytes(base64url: string) {
  const base64 = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}

function text(buffer: ArrayBuffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
