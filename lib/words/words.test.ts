import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from './languages.ts';
import { loadWords } from './load-words.ts';

const pattern = flatten(loadWords('en'));

describe.each(languages)('the words in %s', (language) => {
  const words = flatten(loadWords(language));

  it('are all there, and no others', () => {
    expect([...words.keys()].sort()).toEqual([...pattern.keys()].sort());
  });

  it.each([...pattern.keys()])('%s says something, with the same placeholders', (key) => {
    const said = words.get(key) ?? '';
    expect(said.trim()).not.toBe('');
    expect(placeholders(said)).toEqual(placeholders(pattern.get(key) ?? ''));
  });

  it('come from every file of their folder', () => {
    const files = readdirSync(path.join(import.meta.dirname, language));
    const namespaces = files.map((file) => path.basename(file, '.json'));
    expect(Object.keys(loadWords(language)).sort()).toEqual(namespaces.sort());
  });
});

it('French keeps its punctuation on the line of the word before it', () => {
  const broken = [...flatten(loadWords('fr'))].filter(([, said]) => / [;:!?»]|« /.test(said));
  expect(broken).toEqual([]);
});

function flatten(words: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

// The names in an ICU message, with the kind of each: {at}, {count, plural, …}, <link>. A brace after a
// plural's selector opens a branch, which is words.
function placeholders(message: string): string[] {
  const braces =
    /(?<!(?:=\d+|zero|one|two|few|many|other)\s*)\{\s*(\w+)\s*(?:,\s*(\w+)\s*)?(?=[},])/g;
  const named = [...message.matchAll(braces)].map(([, name, kind]) =>
    kind ? `${name}:${kind}` : `${name}`,
  );
  const tags = [...message.matchAll(/<(\w+)>/g)].map(([tag]) => tag);
  return [...new Set([...named, ...tags])].sort();
}
