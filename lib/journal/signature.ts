import { createPublicKey, verify } from 'node:crypto';

// DER of a SubjectPublicKeyInfo for Ed25519 (RFC 8410 4), up to the key itself.
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Whether the key signed these bytes with Ed25519. False for a malformed key or signature too.
 *
 * @param publicKey raw, 32 bytes.
 */
export function isSignature(bytes: Buffer, publicKey: Buffer, signature: Buffer): boolean {
  try {
    const der = Buffer.concat([spkiPrefix, publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}
