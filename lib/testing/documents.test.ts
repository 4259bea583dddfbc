import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { appRoles } from '../database/roles.ts';

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

describe('what the documents tell an operator to do can be done', () => {
  const list = read('lib/operator/commands.ts');
  const commands = globSync('lib/operator/commands/*.ts', { cwd: root }).map((file) => {
    const text = read(file);
    const known = list.includes(`'./commands/${path.basename(file)}'`);
    return { file, known, words: /words: '([^']+)'/.exec(text)?.[1] ?? '', text };
  });

  test('each command there is can be called', () => {
    expect(commands.filter(({ known, words }) => !known || !words)).toEqual([]);
  });

  // `lib/operator/main.ts …` is how a container is told the same.
  const call = /(?:npm run bulkhead -- |lib\/operator\/main\.ts )([a-z][^`#\n|]*)/g;
  const calls = documents.flatMap((document) =>
    [...read(document).matchAll(call)].map(([, line = '']) => ({ document, line: line.trim() })),
  );

  test.each(calls)('$document: $line', ({ line }) => {
    if (line.startsWith('help')) return;
    const command = commands.find(({ words }) => `${line} `.startsWith(`${words} `));
    expect(command, 'no such command').toBeDefined();
    const options = [...line.matchAll(/ --([a-z-]+)/g)].map(([, option]) => option);
    for (const option of options) expect(command?.text, option).toMatch(`${option}`);
  });

  test.each(documents)('%s names pages that there are, and scripts of package.json', (document) => {
    const text = read(document);
    const pages = [
      ...text.matchAll(/`(\/(?:staff|api\/health|activity|security|sign-in)[\w/-]*)`/g),
    ];
    const missing = pages.filter(
      ([, page = '']) =>
        globSync([`app${page}/{page.tsx,route.ts}`, `app/(*)${page}/{page.tsx,route.ts}`], {
          cwd: root,
        }).length === 0,
    );
    expect(missing.map(([, page]) => page)).toEqual([]);
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...text.matchAll(/npm run ([a-z]+)/g)].map(([, script]) => script ?? '');
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  test.each(documents)('%s links to headings that there are', (document) => {
    const headings = (file: string) =>
      [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
        words
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    const missing = links.filter(([, file = '', heading = '']) => {
      const target = file ? path.join(path.dirname(document), file) : document;
      return !headings(target).includes(heading);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

test('every variable of the launcher is in the README and in .env.example, and no other', () => {
  const sorted = (matches: Iterable<RegExpMatchArray>) => [...matches].map(([, one]) => one).sort();
  const variables = sorted(read('lib/launch/environment.ts').matchAll(/^ {4}([A-Z_]+): /gm));
  expect(variables).toContain('PUBLIC_URL');
  expect(sorted(read('README.md').matchAll(/^\| `([A-Z_]+)` \|/gm))).toEqual(variables);
  expect(sorted(read('.env.example').matchAll(/^# ([A-Z_]+)=/gm))).toEqual(variables);
});

describe('the folders are as they are drawn', () => {
  const drawn = /^## Where things are\n+```\n(.*?)^```/ms.exec(read('CONTRIBUTING.md'))?.[1] ?? '';
  const places = drawn
    .split('\n')
    .flatMap((row) => (/^(?:[^ ,]+(?:, )?)+(?= )/.exec(row)?.[0] ?? '').split(', '))
    .map((place) => place.trim())
    .filter(Boolean);

  test('each that is named is there', () => {
    expect(places).toContain('lib/auth/service/');
    expect(places.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
  });

  test('each folder of lib and each at the top is named once', () => {
    const folders = globSync(['lib/*/', '{app,bench,components,e2e}/'], { cwd: root });
    const named = folders.map((folder) => [
      folder,
      places.filter((place) => place === `${folder.replace(/\/$/, '')}/`).length,
    ]);
    expect(folders.length).toBeGreaterThan(20);
    expect(named.filter(([, times]) => times !== 1)).toEqual([]);
  });

  const readme = read('README.md');
  const picture = /^## How it is built\n+```\n(.*?)^```/ms.exec(readme)?.[1] ?? '';

  test('the README draws and lists each process, by the file that is run', () => {
    const rows = [...readme.matchAll(/^\| (?:`([a-z]+)`|launcher) \(`([^`]+)`\) \|/gm)];
    expect(rows.map(([, , file]) => file).sort()).toEqual([
      'lib/auth/service/main.ts',
      'lib/launch/start.ts',
      ...globSync('lib/*/main.ts', { cwd: root }).sort(),
    ]);
    for (const [, name] of rows) expect(picture).toContain(name ?? '');
  });

  test('and each way into a database, by the role that it takes', () => {
    const listed = [...readme.matchAll(/database `(\w+)` as `(\w+)`/g)];
    expect(Object.fromEntries(listed.map(([, database, role]) => [role, database]))).toEqual(
      appRoles,
    );
    const drawn = [...picture.matchAll(/\w+_app/g)].map(([role]) => role);
    expect(drawn.sort()).toEqual(Object.keys(appRoles).sort());
  });

  test('and who sends mail', () => {
    const rows = [...readme.matchAll(/^\| `(\w+)` \(.*SMTP.*\|$/gm)];
    expect(rows.map(([, name]) => name)).toEqual(['auth', 'worker']);
    expect(picture.match(/SMTP ◄─+ auth|worker ─+► SMTP/g)).toHaveLength(2);
  });
});

describe('the decisions', () => {
  const records = globSync('docs/decisions/*', { cwd: root }).map((file) => path.basename(file));
  const numbers = records.map((name) => name.slice(0, 4));

  test('each has a number of its own, a name, and a title', () => {
    expect(records.filter((name) => !/^\d{4}(-[a-z0-9]+)+\.md$/.test(name))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const untitled = records.filter((name) => !/^# .+\n\n/.test(read(`docs/decisions/${name}`)));
    expect(untitled).toEqual([]);
  });

  test.each(documents)('that %s points to by number are there', (document) => {
    const cited = [...read(document).matchAll(/[([](00\d{2})[)\]]|[Dd]ecision (00\d{2})\b/g)];
    const missing = cited.filter(([, one, other]) => !numbers.includes(one ?? other ?? ''));
    expect(missing.map(([words]) => words)).toEqual([]);
  });
});
