import 'server-only';
import type { RequestOf, SecondFactorMethod } from '../auth/contract.ts';
import { readPasskey } from './read-passkey.ts';

/** A second factor as a form brings it. */
export interface FactorShown {
  method: SecondFactorMethod;
  /** Secret; of a passkey, what it signed. */
  code: RequestOf<'verify-second-factor'>['code'];
}

/** The second factor that a form brings; null where it brings none that could be one. */
export async function readFactor(form: FormData): Promise<FactorShown | null> {
  const method = form.get('method');
  if (method === 'passkey') {
    const code = await readPasskey(form);
    return code && { method, code };
  }
  const typed = form.get('code');
  const code = typeof typed === 'string' ? typed.replaceAll(/\s/g, '') : '';
  return code ? { method: method === 'recovery-code' ? method : 'totp', code } : null;
}
