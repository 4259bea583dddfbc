import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Bell, CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { IconName } from '../../components/ui/icon.tsx';
import { IconSheet } from '../../components/ui/icon-sheet.tsx';

const set = {
  info: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
  bell: Bell,
} satisfies Record<IconName, unknown>;

const sheet = renderToStaticMarkup(createElement(IconSheet));
const inside = (markup: string) => /^<svg[^>]*>(.*)<\/svg>$/.exec(markup)?.[1];
const drawn = (attributes: string) =>
  Object.fromEntries(
    [...attributes.matchAll(/\b(viewBox|fill|stroke[-\w]*)="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
// How all of them are drawn is said once, by the styles.
const styles = readFileSync(path.resolve(import.meta.dirname, '../../app/globals.css'), 'utf8');
const rule = /\.icon \{([^}]*stroke[^}]*)\}/.exec(styles)?.[1] ?? '';
const styled = Object.fromEntries(
  [...rule.matchAll(/^\s*(fill|stroke[-\w]*): ([^;]*);$/gm)].map(([, name, value]) => [
    name,
    value === 'currentcolor' ? 'currentColor' : value,
  ]),
);

test.each(Object.entries(set))('the shape of “%s” is as its set draws it', (name, shape) => {
  const theirs = renderToStaticMarkup(createElement(shape));
  const [, attributes = '', ours] =
    new RegExp(`<symbol id="icon-${name}"([^>]*)>(.*?)</symbol>`).exec(sheet) ?? [];
  expect(ours).toBe(inside(theirs));
  expect({ ...styled, ...drawn(attributes) }).toEqual(
    drawn(/^<svg([^>]*)>/.exec(theirs)?.[1] ?? ''),
  );
});

test('there is no other shape', () => {
  const names = [...sheet.matchAll(/<symbol id="icon-(\w+)"/g)].map(([, name]) => name);
  expect(names.sort()).toEqual(Object.keys(set).sort());
});
