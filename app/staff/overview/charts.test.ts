import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LyingBar, StackedBars } from '../../../components/stacked-bars.tsx';
import { TrendLine } from '../../../components/trend-line.tsx';

const day = (n: number) => new Date(Date.UTC(2026, 10, n));

function rects(markup: string) {
  return [...markup.matchAll(/<rect ([^>]*)>/g)]
    .map(([, attributes = '']) =>
      Object.fromEntries(
        [...attributes.matchAll(/(\w+)="([\d.]+)"/g)].map(([, name, value]) => [
          name,
          Number(value),
        ]),
      ),
    )
    .filter(({ height, x }) => height !== 6 && x !== undefined);
}

test('of a bar the parts lie upon each other, and are as high as their share of the highest', () => {
  const bars = [
    { key: 'a', lower: 30, upper: 10 },
    { key: 'b', lower: 10, upper: 0 },
  ];
  const markup = renderToStaticMarkup(createElement(StackedBars, { bars, label: 'x' }));
  const [lower, upper, second] = rects(markup);
  expect([lower?.height, upper?.height, second?.height]).toEqual([105, 35, 35]);
  expect([upper?.y, lower?.y, second?.y]).toEqual([0, 35, 105]);
  expect(lower?.x).toBe(upper?.x);
  expect(second?.x).toBeGreaterThan((lower?.x ?? 0) + (lower?.width ?? 0));
  // Told apart by a hatching too, and not by colour alone.
  expect(markup.match(/fill="url\(#/g)).toHaveLength(2);
});

test('a line runs from the first day to the last, from nothing at the bottom to the most at the top', () => {
  const points = [
    { at: day(1), value: 0 },
    { at: day(2), value: 5 },
    { at: day(5), value: 10 },
  ];
  const markup = renderToStaticMarkup(createElement(TrendLine, { points, most: 10, label: 'x' }));
  expect(markup).toContain('d="M0,80L150,40L600,0"');
});

test('nothing at all, and a single day, are drawn without a figure that is none', () => {
  const nothing = Array.from({ length: 24 }, (_, n) => ({ key: `${n}`, lower: 0, upper: 0 }));
  for (const element of [
    createElement(StackedBars, { bars: nothing, label: 'x' }),
    createElement(TrendLine, { points: [{ at: day(1), value: 0 }], most: 0, label: 'x' }),
    createElement(LyingBar, { lower: 0, upper: 0, most: 0 }),
  ]) {
    expect(renderToStaticMarkup(element)).not.toMatch(/NaN|Infinity|undefined/);
  }
});
