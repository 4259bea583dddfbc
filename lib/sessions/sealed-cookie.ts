import 'server-only';
import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import type { z } from 'zod';
import { environment } from '../manager/environment.ts';
import { cookieName, cookieOptions, type SealedKind } from './cookie-names.ts';

/** A short-lived cookie whose content only the manager can read or make. */
export interface SealedCookie<T> {
  /** Only in an action or a route handler. */
  set(content: T): Promise<void>;
  /** Null when absent, over, or not ours. */
  get(): Promise<T | null>;
  clear(): Promise<void>;
}

/**
 * @param kind names the cookie and salts its key, so that no cookie passes for one of another kind
 * @param minutes how long it lives
 */
export function sealedCookie<T extends Record<string, unknown>>(
  kind: SealedKind,
  minutes: number,
  content: z.ZodType<T>,
): SealedCookie<T> {
  const maxAge = minutes * 60;
  const surroundings = () => {
    const { publicUrl, sessionSecret: secret } = environment();
    const secure = publicUrl.protocol === 'https:';
    return { name: cookieName(kind, secure), options: cookieOptions(secure), secret };
  };
  return {
    async set(token) {
      const { name, options, secret } = surroundings();
      const value = await encode({ token, secret, salt: kind, maxAge });
      (await cookies()).set(name, value, { ...options, maxAge });
    },
    async get() {
      const { name, secret } = surroundings();
      const token = (await cookies()).get(name)?.value;
      if (!token) return null;
      try {
        return content.parse(await decode({ token, secret, salt: kind }));
      } catch {
        return null;
      }
    },
    async clear() {
      const { name, options } = surroundings();
      (await cookies()).delete({ name, ...options });
    },
  };
}
