import { expect, it } from 'vitest';
import { projectEnd } from './project-end.ts';

const days = (...counts: number[]) =>
  counts.map((outdated, day) => ({ day: `2026-11-${String(day + 1).padStart(2, '0')}`, outdated }));

it('the end is where a steady decrease reaches nothing', () => {
  expect(projectEnd(days(100, 90, 80))).toBe('2026-11-11');
});

it('a day that stands out moves the end little', () => {
  const end = projectEnd(days(100, 91, 80, 70, 61, 50));
  expect(['2026-11-11', '2026-11-12']).toContain(end);
});

it.each([
  ['no day', []],
  ['one day', days(100)],
  ['an increase', days(100, 110)],
  ['no change', days(100, 100, 100)],
  ['ten years and more', days(1_000_000, 999_999)],
])('of %s nothing is promised', (_, history) => {
  expect(projectEnd(history)).toBeNull();
});

it('when nothing is left, the end has been', () => {
  expect(projectEnd(days(2, 0))).toBe('2026-11-02');
});
