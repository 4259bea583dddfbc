import { type PasswordRefusal, passwordMaxLength, passwordMinLength } from '../../contract.ts';

/**
 * Whether a chosen password may be set; null when it may. Length is the rule that counts (NIST SP
 * 800-63B-4); the rest catches what is long and still the first thing a guesser tries.
 *
 * @param chosen well-formed text; secret.
 * @param about what a guesser knows: whether a second factor is active, the email, the product's name.
 */
export function refusePassword(
  chosen: string,
  about: { secondFactor: boolean; email: string; productName: string },
): PasswordRefusal | null {
  const normal = chosen.normalize('NFC');
  const length = [...normal].length;
  const { alone, withSecondFactor } = passwordMinLength;
  if (length > passwordMaxLength) return 'too-long';
  if (length < (about.secondFactor ? withSecondFactor : alone)) return 'too-short';
  const lower = normal.toLowerCase();
  if (isCommon(lower)) return 'common';
  if (isContext(lower, [about.email, about.productName.toLowerCase()])) return 'context';
  return null;
}

/** Whether two typed passwords are one password. */
export function isSamePassword(one: string, other: string): boolean {
  return one.normalize('NFC') === other.normalize('NFC');
}

const commonCores = new Set(
  `password passwort passw0rd motdepasse letmein welcome bienvenue qwerty qwertyuiop azerty azertyuiop
  iloveyou jetaime admin administrator changeme secret sunshine princess dragon monkey football baseball
  superman batman trustno1 abc abcdef starwars whatever correcthorsebatterystaple qwertyuiopasdfghjkl
  asdfghjkl zxcvbnm test testtest default soleil doudou chouchou loulou`.split(/\s+/),
);

function isCommon(lower: string): boolean {
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replace(/[\s._-]+/g, '');
  return (
    commonCores.has(core) || commonCores.has(unit(core)) || isRepetition(lower) || isSequence(lower)
  );
}

// "passwordpassword" is "password".
function unit(text: string): string {
  return /^(.+?)\1+$/u.exec(text)?.[1] ?? text;
}

function isRepetition(lower: string): boolean {
  return new Set(lower).size <= 3 || /^(.{1,5})\1+.{0,4}$/su.test(lower);
}

function isSequence(lower: string): boolean {
  const points = [...lower].map((character) => character.codePointAt(0) ?? 0);
  let steps = 0;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined && Math.abs(point - before) <= 1) steps++;
  }
  return steps >= (points.length - 1) * 0.75;
}

// A name counts when less than a short password would remain without it.
function isContext(lower: string, [email = '', productName = '']: string[]): boolean {
  const local = email.split('@')[0] ?? '';
  return [email, local, productName].some(
    (word) => word.length >= 4 && lower.replaceAll(word, '').length < Math.min(8, lower.length),
  );
}
