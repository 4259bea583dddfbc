import type { PasswordRefusal } from '../../contract.ts';

export type WordClass = NonNullable<PasswordRefusal['word']>;

/** What a guesser knows about a customer. */
export interface Context {
  name?: string | undefined;
  email?: string | undefined;
  company?: string | undefined;
  product: string;
}

/** Words of each class, folded: without case, accents and separators. */
export type ContextWords = Map<WordClass, string[]>;

const shortest = 3;
const mostOfAClass = 12;

/** Takes what is known apart into the words that a guesser would try. */
export function listWords({ name, email, company, product }: Context): ContextWords {
  const [local = '', domain = ''] = (email ?? '').split('@');
  const texts: [WordClass, string[]][] = [
    ['name', [name ?? '']],
    ['email', [email ?? '', local, domain]],
    ['company', [company ?? '']],
    ['product', [product]],
  ];
  return new Map(
    texts.map(([kind, given]) => {
      const words = given.flatMap((text) => [text, ...text.split(/[^\p{L}\p{M}\p{N}]+/u)]);
      const folded = new Set(words.map(fold).filter((word) => [...word].length >= shortest));
      return [kind, [...folded].slice(0, mostOfAClass)];
    }),
  );
}

/**
 * Whose words a password is mostly made of: they cover at least half of it, and less than eight characters
 * remain without them. Null when it is not.
 *
 * @param password secret.
 */
export function findContext(password: string, words: ContextWords): WordClass | null {
  const folded = fold(password);
  const all = cover(folded, [...words.values()].flat());
  const rest = folded.length - all;
  if (all === 0 || rest >= 8 || rest > all) return null;
  let most: { kind: WordClass | null; covered: number } = { kind: null, covered: 0 };
  for (const [kind, own] of words) {
    const covered = cover(folded, own);
    if (covered > most.covered) most = { kind, covered };
  }
  return most.kind;
}

function fold(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return bare.toLowerCase().replace(/[\s._-]+/g, '');
}

/** How many characters of `text` belong to an occurrence of a word. */
function cover(text: string, words: string[]): number {
  const covered = new Uint8Array(text.length);
  for (const word of words) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
      covered.fill(1, at, at + word.length);
    }
  }
  return covered.reduce((sum, one) => sum + one, 0);
}
