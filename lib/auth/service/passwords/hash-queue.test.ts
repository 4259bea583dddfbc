import { expect, it } from 'vitest';
import { Overloaded, openHashQueue } from './hash-queue.ts';

it('runs so many at once, lets so many wait, and refuses the next without doing its work', async () => {
  const enqueue = openHashQueue({ running: 2, waiting: 1 });
  const releases: (() => void)[] = [];
  let started = 0;
  const work = () => {
    started++;
    return new Promise<void>((resolve) => releases.push(resolve));
  };
  const accepted = [enqueue(work), enqueue(work), enqueue(work)];
  await expect(enqueue(work)).rejects.toBeInstanceOf(Overloaded);
  expect(started).toBe(2);
  releases[0]?.();
  await accepted[0];
  await Promise.resolve();
  expect(started).toBe(3);
  for (const release of releases) release();
  await Promise.all(accepted);
});

it('gives a place back when the work fails', async () => {
  const enqueue = openHashQueue({ running: 1, waiting: 0 });
  await expect(enqueue(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await enqueue(async () => 'again')).toBe('again');
});
