import { createHash } from 'node:crypto';
import {
  type PasswordRefusal,
  type PasswordWeakness,
  passwordMaxLength,
  passwordMinLength,
} from '../../contract.ts';
import type { BreachedApi } from './breached-api.ts';
import type { BreachedList } from './breached-list.ts';
import { type Context, findContext, listWords } from './context-words.ts';
import { dictionaryVersions, estimateStrength } from './strength.ts';

/** What is known of whoever chose a password. */
export interface About extends Omit<Context, 'product'> {
  secondFactor: boolean;
}

export interface Policy {
  /**
   * Whether a chosen password may be set; null when it may. Asks everything there is to ask.
   *
   * @param chosen well-formed text; secret.
   * @throws when its strength cannot be estimated: nothing is decided then.
   */
  refuse(chosen: string, about: About): Promise<PasswordRefusal | null>;
  /** The same while it is being typed, and how good it is, 0 to 4. Asks nothing outside this machine. */
  rate(typed: string, about: About): Promise<{ score: number; refusal: PasswordRefusal | null }>;
  /** What there is against a password in force, as far as this machine knows. Throws as {@link refuse}. */
  weigh(right: string, about: About): Promise<PasswordWeakness | null>;
  /** Whether a password is in the imported list, which may grow at any time. */
  isListed(right: string): Promise<boolean>;
  /** Names all that {@link weigh} finds by besides that list: another edition may find otherwise. */
  edition: string;
}

/** Least zxcvbn score: 10^8 guesses where the password stands alone, 10^6 beside a second factor. */
const leastScore = { alone: 3, withSecondFactor: 2 };

/** Raise it with each change of what this file or the thread finds: every password is weighed anew then. */
const rulesEdition = 1;

/** Length is the rule that counts (NIST SP 800-63B-4); the rest catches what is long and guessed first. */
export function openPolicy(parts: {
  list: BreachedList;
  api: BreachedApi;
  productName: string;
}): Policy {
  const { list, api, productName: product } = parts;

  async function inspect(password: string, about: About) {
    const words = listWords({ ...about, product });
    const known = [...words.values()].flat();
    const { score, common } = await estimateStrength({ password, words: known });
    const { alone, withSecondFactor } = leastScore;
    return {
      score,
      common: common || isRepetition(password) || isSequence(password),
      context: findContext(password, words),
      guessable: score < (about.secondFactor ? withSecondFactor : alone),
    };
  }

  async function judge(password: string, about: About) {
    const tooLong = [...password].length > passwordMaxLength;
    if (tooLong) return { score: 0, refusal: { because: 'too-long' } } as const;
    const found = await inspect(password, about);
    return { score: found.score, refusal: await findRefusal(password, about, found) };
  }

  async function findRefusal(
    password: string,
    about: About,
    found: Awaited<ReturnType<typeof inspect>>,
  ): Promise<PasswordRefusal | null> {
    if (isTooShort(password, about)) return { because: 'too-short' };
    if (found.common) return { because: 'common' };
    if (found.context) return { because: 'context', word: found.context };
    if (await list.has(digestOf(password))) return { because: 'breached' };
    return found.guessable ? { because: 'guessable' } : null;
  }

  return {
    async refuse(chosen, about) {
      const password = chosen.normalize('NFC');
      // Most of what is refused is, and no thread is needed to tell.
      if (isTooShort(password, about)) return { because: 'too-short' };
      const { refusal } = await judge(password, about);
      if (refusal) return refusal;
      return (await api.ask(digestOf(password))) === 'breached' ? { because: 'breached' } : null;
    },
    async rate(typed, about) {
      const { score, refusal } = await judge(typed.normalize('NFC'), about);
      return { score: refusal ? Math.min(score, 1) : score, refusal };
    },
    isListed: (right) => list.has(digestOf(right)),
    edition: JSON.stringify([
      rulesEdition,
      dictionaryVersions(),
      leastScore,
      passwordMinLength,
      product,
    ]),
    async weigh(right, about) {
      const password = right.normalize('NFC');
      if (await list.has(digestOf(password))) return 'breached';
      const found = await inspect(password, about);
      if (found.common) return 'common';
      if (found.context) return 'context';
      if (found.guessable) return 'guessable';
      return isTooShort(password, about) ? 'too-short' : null;
    },
  };
}

/** Whether two typed passwords are one password. */
export function isSamePassword(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC');
}

/** As lists of breached passwords name it. */
export function digestOf(password: string): Buffer {
  return createHash('sha1').update(password.normalize('NFC')).digest();
}

function isTooShort(password: string, { secondFactor }: About): boolean {
  const { alone, withSecondFactor } = passwordMinLength;
  return [...password].length < (secondFactor ? withSecondFactor : alone);
}

function isRepetition(password: string): boolean {
  const lower = password.toLowerCase();
  return new Set(lower).size <= 3 || /^(.{1,5})\1+.{0,4}$/su.test(lower);
}

function isSequence(password: string): boolean {
  const points = [...password.toLowerCase()].map((one) => one.codePointAt(0) ?? 0);
  let steps = 0;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined && Math.abs(point - before) <= 1) steps++;
  }
  return steps >= (points.length - 1) * 0.75;
}
