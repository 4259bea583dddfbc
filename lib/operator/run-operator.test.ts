import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commands } from './commands.ts';
import { runOperator } from './run-operator.ts';

let [stdout, stderr] = ['', ''];
beforeEach(() => {
  [stdout, stderr] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const all = commands.map((command) => [command.words, command] as const);

const root = path.resolve(import.meta.dirname, '../..');
const sourceOf = (words: string) =>
  readFileSync(path.join(root, `lib/operator/commands/${words.replaceAll(' ', '-')}.ts`), 'utf8');
const interrupting = [
  'evidence-verify',
  'interruption',
  'interrupted-commands',
  'silent-pipe',
  'verify-activity',
]
  .map((name) => readFileSync(path.join(import.meta.dirname, `${name}.test.ts`), 'utf8'))
  .join('');

test('no command is forgotten: each file is listed, and the README names it', () => {
  const files = readdirSync(path.join(root, 'lib/operator/commands')).sort();
  expect(commands.map(({ words }) => `${words.replaceAll(' ', '-')}.ts`).sort()).toEqual(files);
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const unnamed = commands.filter(({ words }) => !readme.includes(`npm run bulkhead -- ${words}`));
  expect(unnamed.map(({ words }) => words)).toEqual([]);
});

test.each(all)('%s shows how far it is and hears Ctrl-C, if it is long', (words, { isLong }) => {
  const source = sourceOf(words);
  expect(source.includes('showProgress(')).toBe(isLong === true);
  const hears = source.includes('finishOnInterrupt(');
  if (isLong) expect(hears).toBe(true);
  if (!hears) return;
  // What is returned before it has ended hears no longer.
  expect(source).not.toMatch(/return withClient\(/);
  const calls = [
    `'${words}'`,
    words
      .split(' ')
      .map((word) => `'${word}'`)
      .join(', '),
  ];
  expect(calls.some((call) => interrupting.includes(call))).toBe(true);
});

test.each(all)(
  'help %s names exit code 130 if it is long, and only then',
  async (words, { isLong }) => {
    await runOperator(['help', ...words.split(' ')]);
    expect(/^ {2}130 {2}you interrupted it/m.test(stdout)).toBe(isLong === true);
  },
);

test.each(all)(
  'help %s shows how it is used, an example of it and its exit codes',
  async (words) => {
    expect(await runOperator(['help', ...words.split(' ')])).toBe(0);
    const shown = stdout;
    expect(shown).toMatch(new RegExp(`^Usage: npm run bulkhead -- ${words}\\b`));
    expect(shown.split('For example:')[1]).toContain(`npm run bulkhead -- ${words}`);
    const codes = shown.split('Exit codes:\n')[1] ?? '';
    for (const code of [0, 1, 2]) expect(codes).toMatch(new RegExp(`^ {2}${code} {4}\\S`, 'm'));
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    stdout = '';
    expect(await runOperator([...words.split(' '), '--help'])).toBe(0);
    expect(stdout).toBe(shown);
  },
);

test.each(all)(
  '%s can answer in JSON, and explains each of its options',
  (_, { options, help }) => {
    expect(Object.keys(options)).toContain('json');
    for (const option of Object.keys(options))
      expect(help).toMatch(new RegExp(`^ +--${option}\\b`, 'm'));
  },
);

test.each(all)(
  '%s with a mistyped option does nothing, names the one that was meant, and ends with 2',
  async (words) => {
    expect(await runOperator([...words.split(' '), '--jsno'])).toBe(2);
    expect(stderr).toBe(
      `${words} has no option --jsno. Did you mean --json?\nnpm run bulkhead -- help ${words}  shows how it is used.\n`,
    );
    expect(stdout).toBe('');
  },
);

test.each(all)('%s with more than it takes does nothing and ends with 2', async (words) => {
  expect(await runOperator([...words.split(' '), 'one', 'two', 'three'])).toBe(2);
  expect(stderr).toContain(`npm run bulkhead -- help ${words}  shows how it is used.`);
});

test.each([
  [
    ['import', 'custmers', 'a.csv'],
    'There is no command "import custmers". Did you mean import customers?',
  ],
  [['zonse'], 'There is no command "zonse". Did you mean zones?'],
  [
    ['journal'],
    'There is no command "journal". Did you mean journal verify or journal checkpoints or journal public-key?',
  ],
  [['import'], 'There is no command "import". Did you mean import customers or import sign-ins?'],
  [['frobnicate'], 'There is no command "frobnicate".'],
  [['x'.repeat(100_000)], `There is no command "${'x'.repeat(100_000)}".`],
  [['--json'], 'There is no command "--json".'],
  [['help', 'zone'], 'There is no command "zone". Did you mean zones?'],
])('%j is answered with what was meant, where something is near', async (args, line) => {
  expect(await runOperator(args)).toBe(2);
  expect(stderr).toBe(`${line}\nnpm run bulkhead -- help  shows what there is.\n`);
});

test('help alone names every command, and help with a first word those that begin with it', async () => {
  expect(await runOperator([])).toBe(0);
  for (const { words } of commands) expect(stdout).toContain(`\n  ${words}`);
  for (const { summary } of commands) expect(stdout).toContain(`${summary}\n`);
  stdout = '';
  expect(await runOperator(['help', 'keys'])).toBe(0);
  expect(stdout.match(/^ {2}keys \S+/gm)).toEqual(['  keys status', '  keys rotate']);
});
