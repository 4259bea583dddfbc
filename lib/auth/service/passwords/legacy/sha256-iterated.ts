import { createHash } from 'node:crypto';

export interface Sha256Iterated {
  rounds: number;
  salt: Buffer;
}

/** SHA-256 of salt and password, and then of itself, `rounds` times in all. Takes its time. */
export function computeSha256Iterated({ salt, rounds }: Sha256Iterated, password: Buffer): Buffer {
  let digest = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < rounds; round++) {
    digest = createHash('sha256').update(digest).digest();
  }
  return digest;
}
