import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { __unstable__loadDesignSystem as loadDesign } from 'tailwindcss';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const styles = read('app/globals.css');
const markup = globSync('{app,components}/**/*.tsx', { cwd: root })
  .sort()
  .map((file) => ({ file, text: read(file), classes: classesIn(read(file)) }));
const named = [...styles.matchAll(/\.([a-z][\w-]*)(?=[^{};]*\{)/g)].map(([, name]) => name);

/** Steps of the spacing scale that are used. */
const steps = '0 0.5 1 1.5 2 2.5 3 4 5 6 8 12 16 label auto'.split(' ');

test('every class in markup means something, and the styles have no other sizes and colours', async () => {
  const design = await loadDesign(styles, {
    base: root,
    loadStylesheet: async (id, base) => ({
      path: id,
      base,
      content: read(`node_modules/${id}/index.css`),
    }),
  });
  const known = (name: string) =>
    named.includes(name) || design.candidatesToCss([name])[0] !== null;
  expect(
    ['text-3xl', 'bg-red-500', 'shadow-lg', 'rounded-2xl', 'font-black'].filter(known),
  ).toEqual([]);
  expect(offenders((name) => !known(name))).toEqual([]);
});

test('no size and no colour is made up on the spot', () => {
  // What stands in brackets before a colon is only a condition.
  expect(offenders((name) => /-[[(]/.test(name.replace(/^.*:/, '')))).toEqual([]);
  const colours = /#[0-9a-f]{3,8}['"]|\b(rgb|hsl|oklch)a?\(/i;
  expect(markup.filter(({ text }) => colours.test(text)).map(({ file }) => file)).toEqual([]);
});

test('what stands apart stands apart by a step of the scale', () => {
  const apart = /(?:^|:)-?(?:[mp][trblxyse]?|gap(?:-[xy])?|space-[xy])-([\w.]+)$/;
  expect(
    offenders((name) => {
      const step = apart.exec(name)?.[1];
      return step !== undefined && !steps.includes(step);
    }),
  ).toEqual([]);
});

test('words can be read on every ground they stand on, and controls told from it, in both themes', () => {
  const colours = new Map(
    [...styles.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
      ([, name, light = '', dark = '']) => [name, [light, dark]],
    ),
  );
  const contrast = (one: string, other: string) =>
    [0, 1].map((theme) => {
      const [a = 0, b = 0] = [one, other].map((name) =>
        luminance(colours.get(name)?.[theme] ?? ''),
      );
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    });
  const least = (names: string[], grounds: string[]) =>
    Math.min(...names.flatMap((name) => grounds.flatMap((ground) => contrast(name, ground))));
  const tints = ['info-tint', 'good-tint', 'warn-tint', 'bad-tint'];
  expect(
    least(['ink', 'quiet', 'accent', 'accent-strong'], ['page', 'panel', 'sunk']),
  ).toBeGreaterThan(4.5);
  expect(least(['ink', 'accent'], tints)).toBeGreaterThan(4.5);
  expect(least(['good', 'warn', 'bad'], ['page', 'panel', 'sunk'])).toBeGreaterThan(4.5);
  expect(least(['on-accent'], ['accent', 'accent-strong'])).toBeGreaterThan(4.5);
  expect(least(['on-bad'], ['bad', 'bad-strong'])).toBeGreaterThan(4.5);
  expect(least(['control'], ['page', 'panel'])).toBeGreaterThan(3);
});

test('nothing moves by itself', () => {
  const moving = /transition|animat|@keyframes|scroll-behavior/;
  expect(styles.replace('--animate-*', '')).not.toMatch(moving);
  expect(offenders((name) => moving.test(name))).toEqual([]);
});

test('these look at what there is', () => {
  expect(markup.flatMap(({ classes }) => classes).length).toBeGreaterThan(500);
  expect(named).toContain('notice');
});

/** Relative luminance, as WCAG 2.2 has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function offenders(isOne: (name: string) => boolean): string[] {
  return markup.flatMap(({ file, classes }) =>
    classes.filter(isOne).map((name) => `${file}: ${name}`),
  );
}

// Of each `className`, the words that are written out, and those that a condition puts in.
function classesIn(text: string): string[] {
  const plain = [...text.matchAll(/className="([^"]*)"/g)].map(([, said = '']) => said);
  const put = [...text.matchAll(/className=\{([^}]*(?:\$\{[^}]*\}[^}]*)*)\}/g)].flatMap(
    ([, code = '']) => {
      const quoted = [...code.replace(/\w+\([^)]*\)/g, '').matchAll(/'([^']*)'/g)].map(
        ([, said = '']) => said,
      );
      const around = /^`(.*)`$/s.exec(code)?.[1]?.replace(/\$\{[^}]*\}/g, ' ') ?? '';
      return [around, ...quoted];
    },
  );
  return [...plain, ...put].flatMap((said) => said.split(/\s+/).filter(Boolean));
}
