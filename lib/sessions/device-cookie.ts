import 'server-only';
import { cookies } from 'next/headers';
import { environment } from '../manager/environment.ts';
import { cookieName, cookieOptions } from './cookie-names.ts';

const keptDays = 30;

/**
 * The auth service's token of a device on which somebody has signed in. It opens nothing, and outlives
 * signing out: it keeps this device its own allowance of attempts while others hammer on the account.
 */
export const deviceCookie = {
  async get(): Promise<string | undefined> {
    // A stranger's cookie of any length must not make the whole question malformed.
    return (await cookies()).get(name())?.value.slice(0, 256);
  },
  /** Only in an action. */
  async set(token: string): Promise<void> {
    (await cookies()).set(name(), token, {
      ...cookieOptions(isSecure()),
      maxAge: keptDays * 86_400,
    });
  },
};

function name(): string {
  return cookieName('device', isSecure());
}

function isSecure(): boolean {
  return environment().publicUrl.protocol === 'https:';
}
