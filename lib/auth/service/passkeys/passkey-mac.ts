import { timingSafeEqual } from 'node:crypto';
import type { Passkey } from '../../../../prisma/auth/client/client.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';

type Bound = Pick<Passkey, 'subjectId' | 'credentialId' | 'publicKey'>;

/** Binds a public key to its subject: it is no secret, but whoever could write the table must not plant one. */
export function passkeyMac({ lookup }: Pick<KeyRing, 'lookup'>, passkey: Bound): Bytes {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const { subjectId, credentialId, publicKey } = passkey;
  return keyedHash(lookup, 'passkey', subjectId, text(credentialId), text(publicKey));
}

/** Whether the row is as the service wrote it. */
export function isOwnPasskey(
  keys: Pick<KeyRing, 'lookup'>,
  passkey: Bound & Pick<Passkey, 'mac'>,
): boolean {
  const mac = passkeyMac(keys, passkey);
  return mac.length === passkey.mac.length && timingSafeEqual(mac, passkey.mac);
}
