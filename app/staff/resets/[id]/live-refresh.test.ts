// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveRefresh } from './live-refresh.tsx';

const refresh = vi.hoisted(() => vi.fn());
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }));

const words = {
  title: 'Progress',
  on: 'on',
  off: 'off',
  stop: 'Stop',
  go: 'Go on',
  again: 'Again',
};
let root: Root;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  refresh.mockReset();
  root = createRoot(document.body.appendChild(document.createElement('div')));
});

afterEach(async () => {
  await act(() => root.unmount());
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const show = (now: string) =>
  act(() => root.render(createElement(LiveRefresh, { everySeconds: 3, now, here: '/', words })));
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const said = () => document.querySelector('[role="status"]')?.textContent;

test('how a reset stands is said at once, and then no sooner than 20 seconds later, as it is then', async () => {
  await show('0 of 100');
  // As a change of what is there already: what a page begins with is not read out.
  expect(said()).toBe('');
  await pass(0);
  expect(said()).toBe('0 of 100');
  for (let seconds = 3; seconds < 20; seconds += 3) {
    await pass(3_000);
    await show(`${seconds} of 100`);
    expect(said()).toBe('0 of 100');
  }
  await pass(1_999);
  expect(said()).toBe('0 of 100');
  await pass(1);
  expect(said()).toBe('18 of 100');
});

test('what came after a long silence is said at once, and what came last is never left unsaid', async () => {
  await show('0 of 100');
  await pass(60_000);
  await show('50 of 100');
  await pass(0);
  expect(said()).toBe('50 of 100');
  await show('100 of 100');
  await pass(19_999);
  expect(said()).toBe('50 of 100');
  await pass(1);
  expect(said()).toBe('100 of 100');
});

test('a page that was told to stop is not loaded anew until it is told to go on', async () => {
  await show('0 of 100');
  await pass(6_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  const button = document.querySelector('button');
  await act(() => button?.click());
  await pass(60_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  await act(() => button?.click());
  await pass(3_000);
  expect(refresh).toHaveBeenCalledTimes(3);
});
