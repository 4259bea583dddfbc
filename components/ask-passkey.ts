import { formTokenField } from './form-token.tsx';

/**
 * Has the browser ask for a passkey. Only in a browser; what it takes is loaded when it is needed, not with the page.
 *
 * @param from a route of ours that says what is to be signed.
 * @param token of this browser's forms, without which nothing is answered.
 * @param autofill offers it among what the browser fills in, and waits until it is chosen there.
 * @returns what was signed, as JSON.
 * @throws when there is none, it was cancelled, or there is nothing to ask for.
 */
export async function askPasskey(from: string, token: string, autofill = false): Promise<string> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const answer = await fetch(from, {
    method: 'POST',
    body: new URLSearchParams({ [formTokenField]: token }),
  });
  if (!answer.ok) throw new Error('there is nothing to ask for');
  const optionsJSON = await answer.json();
  return JSON.stringify(await startAuthentication({ optionsJSON, useBrowserAutofill: autofill }));
}
