import { computeSha256Crypt } from './sha256-crypt.ts';
import { computeSha256Iterated } from './sha256-iterated.ts';

/** One digest to compute, as it crosses to a thread. Secret. */
export interface DigestTask {
  rule: 'sha256-crypt' | 'sha256-iterated';
  rounds: number;
  salt: Uint8Array;
  password: Uint8Array;
}

const rules = { 'sha256-crypt': computeSha256Crypt, 'sha256-iterated': computeSha256Iterated };

/** What each thread runs. */
export default function computeOne({ rule, rounds, salt, password }: DigestTask): Uint8Array {
  return rules[rule]({ rounds, salt: Buffer.from(salt) }, Buffer.from(password));
}
