import type { Page } from '@playwright/test';
import { people } from '../support/people.ts';
import { logged } from '../support/reading-logs.ts';
import { signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

/** Statements that the database is sent for a page of a customer's, the one that asks who is there included. */
const stated = {
  '/': 3,
  '/activity': 2,
  '/activity/verify': 1,
  '/activity/time-zone': 1,
  '/notifications': 4,
  '/people': 3,
  '/security': 2,
  '/security/password': 2,
  '/security/authenticator': 1,
  '/security/email': 1,
};

async function questionsOf(page: Page, path: string): Promise<number | undefined> {
  const answer = await page.request.get(path);
  expect(answer.status(), path).toBe(200);
  const id = answer.headers()['x-bulkhead-request'] ?? '';
  const line = () => logged('manager', id).find(({ event }) => event === 'answered');
  await expect.poll(() => line()?.questions, { message: path }).toBeDefined();
  return line()?.questions;
}

test('each page of a customer’s asks the database as often as is stated, and no more', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.statedPages);
  // What is due once a minute, and not on each page, is over then.
  await page.goto('/');
  const counted: Record<string, number | undefined> = {};
  for (const path of Object.keys(stated)) counted[path] = await questionsOf(page, path);
  expect(counted).toEqual(stated);
});
