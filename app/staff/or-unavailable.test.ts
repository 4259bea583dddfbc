import { notFound } from 'next/navigation';
import { expect, test } from 'vitest';
import { orUnavailable } from './or-unavailable.ts';

test('a page that could not be written down leads to the one that says so, and shows nothing of why', async () => {
  const read = orUnavailable(async () => {
    throw new Error('INSERT INTO staff_act … quoting a row');
  });
  const thrown = await read.catch((error: unknown) => error);
  expect(thrown).toMatchObject({ digest: expect.stringContaining(';/unavailable;') });
  expect(String(thrown)).not.toContain('staff_act');
});

test('a customer who is not there is still not found', async () => {
  await expect(orUnavailable(async () => notFound())).rejects.toMatchObject({
    digest: expect.stringContaining('404'),
  });
});

test('what was read is what is shown', async () => {
  expect(await orUnavailable(async () => 'Ada')).toBe('Ada');
});
