import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort();

describe('what the documents name is there', () => {
  test.each(documents)('%s', (document) => {
    const text = read(document);
    const inCode = text.matchAll(/`((?:app|components|docs|e2e|lib|prisma)\/[^`<*\s]+)`/g);
    const linked = text.matchAll(/\]\((?!https?:)([^)#]+)\)/g);
    const files = [
      ...[...inCode].map(([, file]) => file ?? ''),
      ...[...linked].map(([, file]) => path.join(path.dirname(document), file ?? '')),
    ];
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

test('every variable of the launcher is in the README and in .env.example, and no other', () => {
  const sorted = (matches: Iterable<RegExpMatchArray>) => [...matches].map(([, one]) => one).sort();
  const variables = sorted(read('lib/launch/environment.ts').matchAll(/^ {4}([A-Z_]+): /gm));
  expect(variables).toContain('PUBLIC_URL');
  expect(sorted(read('README.md').matchAll(/^\| `([A-Z_]+)` \|/gm))).toEqual(variables);
  expect(sorted(read('.env.example').matchAll(/^# ([A-Z_]+)=/gm))).toEqual(variables);
});
