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

test('nothing moves by itself', () => {
  const moving = /transition|animat|@keyframes|scroll-behavior/;
  expect(styles.replace('--animate-*', '')).not.toMatch(moving);
  expect(offenders((name) => moving.test(name))).toEqual([]);
});

test('these look at what there is', () => {
  expect(markup.flatMap(({ classes }) => classes).length).toBeGreaterThan(500);
  expect(named).toContain('notice');
});

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
