import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';
import * as french from '@zxcvbn-ts/language-fr';

/** A password to be estimated, as it crosses to the thread. Secret. */
export interface StrengthTask {
  /** Well-formed, in NFC, of bounded length. */
  password: string;
  /** Words that a guesser knows about the customer, in lower case. */
  words: string[];
}

export interface Strength {
  /** 0 to 4, by zxcvbn's thresholds of 10^3, 10^6, 10^8 and 10^10 guesses. */
  score: 0 | 1 | 2 | 3 | 4;
  /** It is an entry of a list of common passwords, but for what is stuck before or behind. */
  common: boolean;
}

// zxcvbn's time grows by the square of the length, and by the number of ways to undo "l33t" (100 unless
// told otherwise: seconds for one password).
const windowLength = 64;
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary, ...french.dictionary },
  graphs: common.adjacencyGraphs,
  l33tMaxSubstitutions: 8,
  maxLength: windowLength * 2,
});
const listed = new Set(common.dictionary['passwords-common'].map(String));
// Long ones that every list of cracked passphrases begins with, in one word.
const alsoListed = ['correcthorsebatterystaple', 'motdepasse', 'qwertyuiopasdfghjkl', 'azertyuiop'];
for (const one of alsoListed) listed.add(one);

/** What the thread runs. */
export default function estimate({ password, words }: StrengthTask): Strength {
  return { score: findScore(password, words), common: isCommon(password) };
}

/** A password is no easier than its hardest part, so windows are estimated until one is hard enough. */
function findScore(password: string, words: string[]): Strength['score'] {
  const characters = [...password];
  let best: Strength['score'] = 0;
  for (let from = 0; from < characters.length && best < 4; from += windowLength) {
    const part = characters.slice(from, from + windowLength).join('');
    const { score } = zxcvbn.check(part, words);
    if (score > best) best = score;
  }
  return best;
}

function isCommon(password: string): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replace(/[\s._-]+/g, '');
  return [lower, core, unit(lower), unit(core)].some((one) => listed.has(one));
}

// "passwordpassword" is "password".
function unit(text: string): string {
  return /^(.+?)\1+$/u.exec(text)?.[1] ?? text;
}
