import { createHmac } from 'node:crypto';
import { expect } from '@playwright/test';

/**
 * An authenticator app, written from RFC 6238 and not with the library the service uses: what it
 * computes is what a customer's phone would show.
 */
export class Authenticator {
  readonly #key: Buffer;
  #lastStep: number;

  constructor(key: string, lastStep = 0) {
    this.#key = decodeBase32(key);
    this.#lastStep = lastStep;
  }

  /** The key in a URI as it was shown, which is all a phone ever sees. */
  static keyOf(uri: string): string {
    const { protocol, searchParams } = new URL(uri);
    expect(protocol).toBe('otpauth:');
    return searchParams.get('secret') ?? '';
  }

  static fromUri(uri: string): Authenticator {
    return new Authenticator(Authenticator.keyOf(uri));
  }

  /** A code that has not been given out: of the step just past, or of this one, or of the next once it has come. */
  async code(): Promise<string> {
    const now = () => Date.now() / 1_000;
    const past = Math.floor(now() / 30) - 1;
    const fresh = 30 - (now() % 30) > 12 && past > this.#lastStep;
    const step = fresh ? past : Math.max(past + 1, this.#lastStep + 1);
    await expect
      .poll(() => Math.floor(now() / 30), { timeout: 40_000 })
      .toBeGreaterThanOrEqual(step);
    this.#lastStep = step;
    return this.codeOf(step);
  }

  /** A code that is right in form and wrong for every step that could be accepted now. */
  wrongCode(): string {
    const step = Math.floor(Date.now() / 30_000);
    const right = [-2, -1, 0, 1, 2].map((offset) => this.codeOf(step + offset));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find(
      (code) => !right.includes(code),
    ) as string;
  }

  /** The last code given out, again. */
  usedCode(): string {
    return this.codeOf(this.#lastStep);
  }

  codeOf(step: number): string {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', this.#key).update(counter).digest();
    const offset = (mac.at(-1) as number) & 15;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }
}

function decodeBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replace(/[^A-Z2-7]/g, '')]
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
