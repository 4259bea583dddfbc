import { activityCheckpointText, type SignedActivity } from '../journal/activity-checkpoint.ts';
import { digest } from './digest.ts';
import { type Leaf, leafMark, leafText, nodeMark } from './leaf.ts';

/** Whether a leaf stands at this place under the checkpoint's root (RFC 9162 2.1.3.2). */
export async function isUnderRoot(
  leaf: Leaf,
  { place, path }: { place: number; path: string[] },
  { count, root }: Pick<SignedActivity, 'count' | 'root'>,
): Promise<boolean> {
  if (place >= count) return false;
  let [index, last] = [place, count - 1];
  let hash = await digest(leafMark, leafText(leaf));
  for (const other of path) {
    if (last === 0) return false;
    const isRight = index % 2 === 1 || index === last;
    hash = await digest(nodeMark + (isRight ? other + hash : hash + other));
    while (isRight && index % 2 === 0 && index > 0) {
      [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash === root;
}

/**
 * Whether the key that the checkpoint names signed it, with Ed25519.
 *
 * @throws where this browser knows no Ed25519.
 */
export async function isSignatureSound(checkpoint: SignedActivity): Promise<boolean> {
  const [publicKey, signature] = [checkpoint.publicKey, checkpoint.signature].map(fromBase64);
  const text = new TextEncoder().encode(activityCheckpointText(checkpoint));
  const key = await crypto.subtle.importKey('raw', publicKey as Bytes, 'Ed25519', false, [
    'verify',
  ]);
  return crypto.subtle.verify('Ed25519', key, signature as Bytes, text);
}

type Bytes = Uint8Array<ArrayBuffer>;

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
