import { randomBytes } from 'node:crypto';

interface Canary {
  what: string;
  bytes: Buffer;
  /** Whether a part of it gives it away as well. */
  inParts: boolean;
}

const partLength = 12;

/** Secrets that must not be found where they do not belong, in any form in which software writes values down. */
export class Canaries {
  readonly #kept = new Map<string, Canary>();

  get size(): number {
    return this.#kept.size;
  }

  /** @param what its name: what {@link find} says, for a secret is not printed by a failing test either. */
  add<T extends string | Uint8Array>(what: string, secret: T, { inParts = true } = {}): T {
    const bytes = Buffer.from(secret as string);
    if (bytes.length < 6) throw new Error(`too short to be searched for: ${what}`);
    this.#kept.set(bytes.toString('base64'), { what, bytes, inParts });
    return secret;
  }

  /** Secrets that stand in a text, each with the form in which it does. */
  find(text: string): string[] {
    const lower = text.toLowerCase();
    const found: string[] = [];
    for (const { what, bytes, inParts } of this.#kept.values()) {
      for (const [form, value, exact] of formsOf(bytes)) {
        if ((exact ? text : lower).includes(exact ? value : value.toLowerCase())) {
          found.push(`${what} (${form})`);
        } else if (inParts && partsOf(value).some((part) => lower.includes(part.toLowerCase()))) {
          found.push(`${what} (part of it, ${form})`);
        }
      }
      if (isCode(bytes) && new RegExp(`(?<![\\w.])${bytes}(?!\\w)`).test(text)) {
        found.push(`${what} (plain)`);
      }
    }
    return found;
  }
}

/** A secret that is recognised wherever it turns up: letters, so that it passes for a verb, a name or a path. */
export function canaryWord(length = 26): string {
  return [...randomBytes(length)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

/** Each form: its name, how it is written, and whether upper and lower case are different things in it. */
export function formsOf(bytes: Buffer): [name: string, value: string, exact: boolean][] {
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes);
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const forms: [string, string, boolean][] = [
    ['hexadecimal', bytes.toString('hex'), false],
    ['percent-encoded', percent, false],
    ['numbers', [...bytes].join(','), true],
    ['numbers, spaced', [...bytes].join(', '), true],
    ...alignments(bytes, 'base64'),
    ...alignments(bytes, 'base64url'),
  ];
  // Six digits stand by chance in any longer number: they are looked for by themselves.
  if (isText && !isCode(bytes)) {
    forms.push(['plain', text, false], ['in JSON', JSON.stringify(text).slice(1, -1), false]);
    forms.push(['URL-encoded', encodeURIComponent(text), false]);
    forms.push(['form-encoded', new URLSearchParams([['', text]]).toString().slice(1), false]);
  } else if (!isText) {
    forms.push(['raw', bytes.toString('latin1'), true]);
  }
  return forms;
}

// Within something longer that was encoded as a whole it begins at any of three places of a group.
function alignments(bytes: Buffer, encoding: 'base64' | 'base64url'): [string, string, boolean][] {
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // What the neighbours' bits have a share in is cut off.
    const end = (before + bytes.length) % 3 === 0 ? whole.length : whole.length - 1;
    const own = whole.slice([0, 2, 3][before], end);
    const value = encoding === 'base64' ? own : own.replaceAll('+', '-').replaceAll('/', '_');
    return value.length < 6 ? [] : [[encoding, value, true]];
  });
}

function partsOf(value: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at + partLength <= value.length; at += partLength / 2) {
    parts.push(value.slice(at, at + partLength));
  }
  return value.length < 2 * partLength ? [] : parts;
}

function isCode(bytes: Buffer): boolean {
  return /^\d{6,8}$/.test(bytes.toString('latin1'));
}
