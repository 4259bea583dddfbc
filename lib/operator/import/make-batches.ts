import { bodyMaxBytes, importBatchMax } from '../../auth/contract.ts';
import type { CustomerRow } from './customer-row.ts';

const batchMaxBytes = bodyMaxBytes * 0.9;

/** Gathers rows into batches as large as one request may be, by rows and by bytes. */
export async function* makeBatches(
  rows: AsyncIterable<CustomerRow>,
): AsyncGenerator<CustomerRow[]> {
  let batch: CustomerRow[] = [];
  let size = 0;
  for await (const row of rows) {
    const bytes = Buffer.byteLength(JSON.stringify(row.credentials)) + 1;
    if (batch.length === importBatchMax || size + bytes > batchMaxBytes) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(row);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}
