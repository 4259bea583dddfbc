import { hkdfSync } from 'node:crypto';
import { jwtDecrypt } from 'jose';

// What next-auth writes, and nothing else is opened: no cookie chooses how it is read.
const rules = {
  keyManagementAlgorithms: ['dir'],
  contentEncryptionAlgorithms: ['A256GCM'],
  clockTolerance: 15,
  requiredClaims: ['exp'],
};

/**
 * Opens what next-auth sealed a session's token in (a JWE), as its own `decode` does; a test compares. That derives
 * its key anew each time, at several times the cost of opening, and this is asked on every page.
 *
 * @param secret next-auth's secret.
 * @returns the session's token, secret; null for whatever next-auth did not seal, or is over.
 */
export async function openSessionCookie(cookie: string, secret: string): Promise<string | null> {
  try {
    const { payload } = await jwtDecrypt<{ session?: unknown }>(cookie, keyOf(secret), rules);
    return typeof payload.session === 'string' ? payload.session : null;
  } catch {
    return null;
  }
}

let derived: { secret: string; key: Uint8Array } | undefined;

function keyOf(secret: string): Uint8Array {
  if (derived?.secret !== secret) {
    const info = 'NextAuth.js Generated Encryption Key';
    derived = { secret, key: new Uint8Array(hkdfSync('sha256', secret, '', info, 32)) };
  }
  return derived.key;
}
