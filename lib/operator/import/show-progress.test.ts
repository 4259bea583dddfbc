import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showProgress } from './show-progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function screen(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  const write = (text: unknown) => written.push(String(text)) > 0;
  return { isTTY, columns, write, written };
}

// What a terminal shows of a line that is written over.
const shown = (text = '') => text.replace('\r\u{1b}[K', '');

test.each([1, 5, 20, 40, 60, 80, 200])(
  'on a terminal of %i columns a line never wraps, and never fills the last column',
  (columns) => {
    const output = screen(true, columns);
    showProgress({ output }).show(0.5, 123_456_789);
    const line = shown(output.written[0]);
    expect(line.length).toBeLessThan(columns);
    expect(line.startsWith('[###')).toBe(columns >= 80);
    if (columns >= 60) expect(line).toContain('50% 123,456,789 rows');
  },
);

test('elsewhere there are whole lines, now and then, and no bar', () => {
  const output = screen(false);
  const progress = showProgress({ output });
  for (let second = 0; second < 12; second++) {
    vi.advanceTimersByTime(1_000);
    progress.show(second / 12, second * 100);
  }
  progress.end();
  expect(output.written).toEqual(['33% 400 rows, 80 a second\n', '75% 900 rows, 90 a second\n']);
});

test.each([true, false])(
  'where a program reads the outcome there is none, terminal: %s',
  (isTTY) => {
    const output = screen(isTTY);
    const progress = showProgress({ output, quiet: true });
    vi.advanceTimersByTime(60_000);
    progress.show(0.5, 1);
    progress.say('line 2: email is missing');
    progress.end();
    expect(output.written).toEqual(['line 2: email is missing\n']);
  },
);
