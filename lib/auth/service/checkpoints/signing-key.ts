import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

// DER of a PKCS #8 Ed25519 key (RFC 8410 7), up to the seed itself.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const rawPublicKeyBytes = 32;

export interface SigningKey {
  /** Secret. */
  privateKey: KeyObject;
  /** Raw, 32 bytes. */
  publicKey: Buffer;
}

/**
 * The key that signs checkpoints, derived from the lookup key, which never changes: so every replica has
 * it, wherever the keys come from, and one pinned public key is good for ever.
 *
 * @param lookup secret.
 */
export function deriveSigningKey(lookup: Buffer): SigningKey {
  const seed = Buffer.from(hkdfSync('sha256', lookup, '', 'bulkhead journal checkpoints 1', 32));
  const der = Buffer.concat([pkcs8Prefix, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(-rawPublicKeyBytes) };
}
