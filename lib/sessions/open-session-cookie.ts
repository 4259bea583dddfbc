import { createDecipheriv, hkdfSync } from 'node:crypto';

// What next-auth writes first in each, and nothing else is opened: no cookie chooses how it is read.
const header = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url');
const [ivBytes, tagBytes, toleranceSeconds] = [12, 16, 15];

/**
 * Opens what next-auth sealed a session's token in (a JWE), as its own `decode` does; a test compares. On every page:
 * next-auth derives its key anew each time, at several times the cost of opening.
 *
 * @param secret next-auth's secret.
 * @returns the session's token, secret; null for whatever next-auth did not seal, or is over.
 */
export function openSessionCookie(cookie: string, secret: string): string | null {
  const [first, key, iv, sealed, tag, ...more] = cookie.split('.');
  if (first !== header || key !== '' || !iv || !sealed || !tag || more.length) return null;
  try {
    const [nonce, proof] = [Buffer.from(iv, 'base64url'), Buffer.from(tag, 'base64url')];
    if (nonce.length !== ivBytes || proof.length !== tagBytes) return null;
    const opening = createDecipheriv('aes-256-gcm', keyOf(secret), nonce, {
      authTagLength: tagBytes,
    });
    opening.setAAD(Buffer.from(first, 'ascii')).setAuthTag(proof);
    const text = Buffer.concat([opening.update(sealed, 'base64url'), opening.final()]);
    const { session, exp } = JSON.parse(text.toString('utf8'));
    if (typeof exp !== 'number' || exp <= Date.now() / 1_000 - toleranceSeconds) return null;
    return typeof session === 'string' ? session : null;
  } catch {
    return null;
  }
}

let derived: { secret: string; key: Buffer } | undefined;

function keyOf(secret: string): Buffer {
  if (derived?.secret !== secret) {
    const info = 'NextAuth.js Generated Encryption Key';
    derived = { secret, key: Buffer.from(hkdfSync('sha256', secret, '', info, 32)) };
  }
  return derived.key;
}
