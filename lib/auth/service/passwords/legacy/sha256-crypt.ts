import { createHash } from 'node:crypto';

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const pattern = /^\$5\$(?:rounds=(0|[1-9]\d{0,14})\$)?([^$:\s\p{Cc}]{1,16})\$([./0-9A-Za-z]{43})$/u;
const defaultRounds = 5_000;

export interface Sha256Crypt {
  rounds: number;
  salt: Buffer;
}

/** Takes `$5$[rounds=N$]salt$digest` apart; null when it is not one. Does not judge the rounds. */
export function parseSha256Crypt(hash: string): Sha256Crypt | null {
  const match = pattern.exec(hash);
  if (!match) return null;
  const [, rounds, salt = ''] = match;
  const saltBytes = Buffer.from(salt);
  if (saltBytes.length > 16) return null;
  return { rounds: rounds ? Number(rounds) : defaultRounds, salt: saltBytes };
}

/** The digest of `password`, encoded, by U. Drepper's specification of SHA-crypt. Takes its time. */
export function computeSha256Crypt(
  { salt, rounds }: Pick<Sha256Crypt, 'salt' | 'rounds'>,
  password: Buffer,
): Buffer {
  return Buffer.from(encode(sha256Crypt(password, salt, rounds)), 'latin1');
}

function sha256Crypt(password: Buffer, salt: Buffer, rounds: number): Buffer {
  const alternate = sha256(password, salt, password);
  const first = createHash('sha256').update(password).update(salt);
  first.update(stretch(alternate, password.length));
  for (let bits = password.length; bits > 0; bits >>>= 1) {
    first.update(bits & 1 ? alternate : password);
  }
  let digest = first.digest();
  const p = stretch(repeatedDigest(password, password.length), password.length);
  const s = stretch(repeatedDigest(salt, 16 + (digest[0] ?? 0)), salt.length);
  for (let round = 0; round < rounds; round++) {
    const hash = createHash('sha256').update(round & 1 ? p : digest);
    if (round % 3) hash.update(s);
    if (round % 7) hash.update(p);
    digest = hash.update(round & 1 ? digest : p).digest();
  }
  return digest;
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function repeatedDigest(value: Buffer, times: number): Buffer {
  const hash = createHash('sha256');
  for (let time = 0; time < times; time++) hash.update(value);
  return hash.digest();
}

function stretch(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

// The specification's own base64: three bytes, in a fixed odd order, to four characters, low bits first.
function encode(digest: Buffer): string {
  const at = (index: number) => digest[index] ?? 0;
  let text = '';
  const put = (bits: number, length: number) => {
    for (let left = bits, n = 0; n < length; n++, left >>>= 6) text += alphabet[left & 63];
  };
  for (let group = 0; group < 10; group++) {
    const [a, b, c] = [0, 10, 20].map((offset) => at((group * 21 + offset) % 30));
    put(((a ?? 0) << 16) | ((b ?? 0) << 8) | (c ?? 0), 4);
  }
  put((at(31) << 8) | at(30), 3);
  return text;
}
