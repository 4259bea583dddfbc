import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';

const form = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * Makes the token of a device on which somebody has signed in: a name for the device, and a keyed hash
 * that binds it to one customer. It opens nothing: it only keeps the device's own allowance of attempts,
 * and its turn (OWASP: device cookies). Checked without the database, before a question is let in.
 *
 * @param lookup keyed hash of the customer's email.
 * @param device goes on under its name; null makes a new one of 128 bits.
 */
export function mintDeviceToken(key: Buffer, lookup: Uint8Array, device: string | null): string {
  const name = device ?? randomBytes(16).toString('base64url');
  return `${name}.${Buffer.from(bind(key, lookup, name)).toString('base64url')}`;
}

/** The device a token names; null where it was not made here for this customer. */
export function readDeviceToken(
  key: Buffer,
  lookup: Uint8Array,
  token: string | undefined,
): string | null {
  const [, name, given] = form.exec(token ?? '') ?? [];
  if (!name || !given) return null;
  const right = timingSafeEqual(Buffer.from(given, 'base64url'), bind(key, lookup, name));
  return right ? name : null;
}

function bind(key: Buffer, lookup: Uint8Array, name: string): Bytes {
  return keyedHash(key, 'device', Buffer.from(lookup).toString('hex'), name);
}
