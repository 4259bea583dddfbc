import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { openManagerBench } from '../testing/manager-bench.ts';
import { getCustomer } from './get-customer.ts';
import { countCustomers, searchCustomers } from './search-customers.ts';

const { db } = await openManagerBench(3);
const pages = { email: 'page_one@example.com', name: '100% Pages' };

beforeAll(async () => {
  const people = [
    { email: 'zoe@example.com', name: 'Zoë Fischer' },
    pages,
    { email: 'pagexone@example.com', name: '1000 Pages' },
    { email: 'back@example.com', name: 'Back\\slash' },
    ...Array.from({ length: 60 }, (_, n) => ({ email: `many${n}@example.net`, name: `Many ${n}` })),
  ];
  await db.customer.createMany({
    data: people.map((person) => ({ id: randomUUID(), language: 'en', ...person })),
  });
});

async function emails(typed: string) {
  return (await searchCustomers(db, typed)).customers.map((customer) => customer.email);
}

describe('a search for customers', () => {
  test.each(['ZOE@EXAMPLE', 'fischer', ' zoe@example.com ', 'Zoe\u0308'])(
    'finds by part of the email or name, in any case: %j',
    async (typed) => expect(await emails(typed)).toEqual(['zoe@example.com']),
  );

  test.each([
    ['100%', pages.email],
    ['page_', pages.email],
    ['k\\s', 'back@example.com'],
  ])('takes %j by the letter', async (typed, email) => {
    expect(await emails(typed)).toEqual([email]);
  });

  test.each(['\\', '%%%', "' OR 1=1 --", 'x\0y', 'nobody'])('%j breaks nothing', async (typed) => {
    expect((await emails(typed)).length).toBeLessThan(2);
  });

  test('shows fifty at most and says that there are more', async () => {
    for (const typed of ['many', '']) {
      const { customers, more } = await searchCustomers(db, typed);
      expect([customers.length, more]).toEqual([50, true]);
    }
    expect((await searchCustomers(db, 'pages')).more).toBe(false);
  });
});

test('all customers are counted', async () => {
  expect(await countCustomers(db)).toBe(64);
});

test.each(['', 'x', "1' OR '1'='1", randomUUID()])('%j is nobody’s id', async (id) => {
  expect(await getCustomer(db, id)).toBeNull();
});
