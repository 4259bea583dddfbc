import { toCsvLines } from '../evidence/to-csv.ts';
import type { CustomerProgress } from './list-progress.ts';

/** Lines handed over together. */
const chunkMax = 1_000;
const columns = ['customer', 'email', 'name', 'told at', 'opened at', 'done at', 'problem'];

/** How each customer stands with a reset as CSV, for whoever takes its pieces at their own pace. Times are UTC. */
export async function* writeProgress(
  customers: AsyncIterable<CustomerProgress>,
): AsyncGenerator<string> {
  let rows: Parameters<typeof toCsvLines>[0][number][] = [];
  yield toCsvLines([columns]);
  for await (const { id, email, name, toldAt, openedAt, doneAt, problem } of customers) {
    rows.push([id, email, name, toldAt, openedAt, doneAt, problem]);
    if (rows.length < chunkMax) continue;
    yield toCsvLines(rows);
    rows = [];
  }
  if (rows.length > 0) yield toCsvLines(rows);
}
