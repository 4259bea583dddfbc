import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { findCustomer } from './find-customer.ts';

const { db, customer } = await openManagerBench(3);
const id = await customer({ email: 'ada@example.com' });

test.each(['ada@example.com', 'ADA@Example.com', id])('%s is hers', async (typed) => {
  expect((await findCustomer(db, typed))?.id).toBe(id);
});

test.each(['', 'ada', '%@example.com', 'ada@example.com\0', "' OR 1=1 --", randomUUID()])(
  '%j is nobody’s',
  async (typed) => {
    expect(await findCustomer(db, typed)).toBeNull();
  },
);
