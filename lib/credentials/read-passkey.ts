import 'server-only';
import { passkeyAssertion } from '../auth/contract.ts';
import { passkeyCookie } from './passkey-cookie.ts';

/** What a passkey signed in this browser, as a form brought it; null where that cannot be it. */
export async function readPasskey(form: FormData) {
  const flow = (await passkeyCookie.get())?.flow;
  const assertion = passkeyAssertion.safeParse(parseJson(form.get('passkey')));
  return flow && assertion.success ? { flow, assertion: assertion.data } : null;
}

/** JSON of a form's field; undefined where it is none. */
export function parseJson(value: FormDataEntryValue | null): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
