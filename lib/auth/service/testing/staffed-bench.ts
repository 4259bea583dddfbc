import { afterAll } from 'vitest';
import { openBench } from './bench.ts';

/** A bench for all tests of a file, with the first staff member; it is closed after them. As {@link openBench}. */
export async function openStaffedBench(...how: Parameters<typeof openBench>) {
  const bench = await openBench(...how);
  afterAll(() => bench.close());
  return { bench, staff: await bench.staff() };
}
