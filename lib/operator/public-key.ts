import { UsageError } from './operator-error.ts';

/**
 * A key as `journal public-key` prints it.
 *
 * @throws {UsageError} for anything else.
 */
export function parsePublicKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) throw new UsageError('--public-key takes what journal public-key prints.');
  return key;
}
