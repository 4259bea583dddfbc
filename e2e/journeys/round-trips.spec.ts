import type { Page } from '@playwright/test';
import { addPasskey, invite } from '../support/account-work.ts';
import { asOwner } from '../support/as-owner.ts';
import { Authenticator } from '../support/authenticator.ts';
import { staffStateFile } from '../support/bulkhead.ts';
import { confirmStaff, sinceProof } from '../support/confirming.ts';
import { makeFinding } from '../support/finding-work.ts';
import { people } from '../support/people.ts';
import { logged } from '../support/reading-logs.ts';
import { linked, pagesInApp } from '../support/routes.ts';
import { expectSignedIn, sendCode, sendPassword } from '../support/signing-in.ts';
import { forceReset, openCustomer, uploadList } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';
import { addVirtualAuthenticator } from '../support/virtual-authenticator.ts';

// Statements that the database is sent for a page, the one that asks who is there included.

const strangers = {
  '/disown': 0,
  '/email': 0,
  '/forgotten-password': 0,
  '/forgotten-password/sent': 0,
  '/help': 0,
  '/invitation': 0,
  '/reset': 0,
  '/setup': 0,
  '/sign-in': 0,
  '/sign-in/code': 0,
  '/sign-in/mailed-code': 0,
  '/unavailable': 0,
};

const customers = {
  '/': 3,
  '/activity': 2,
  '/activity/time-zone': 1,
  '/activity/verify': 1,
  '/confirm': 2,
  '/notifications': 4,
  '/people': 3,
  '/people/[id]': 3,
  '/people/invite': 2,
  '/people/second-factor': 2,
  '/security': 2,
  '/security/authenticator': 1,
  '/security/authenticator/remove': 1,
  '/security/email': 1,
  '/security/passkeys/[id]/remove': 1,
  '/security/passkeys/[id]/rename': 1,
  '/security/passkeys/add': 1,
  '/security/password': 2,
  '/security/recovery-codes': 1,
};

// At most: less where there is less to show.
const staff = {
  '/staff': 14,
  '/staff/audit': 3,
  '/staff/colleagues': 2,
  '/staff/colleagues/[id]': 7,
  '/staff/customers': 6,
  '/staff/customers/[id]': 10,
  '/staff/customers/invite': 1,
  '/staff/findings': 5,
  '/staff/findings/[id]': 9,
  '/staff/investigations': 3,
  '/staff/investigations/[id]': 10,
  '/staff/investigations/[id]/accounts/[customerId]': 18,
  '/staff/investigations/new': 1,
  '/staff/mail': 6,
  '/staff/passwords': 1,
  '/staff/resets': 7,
  '/staff/resets/[id]': 20,
  '/staff/resets/[id]/report': 13,
  '/staff/resets/lists/[id]': 4,
  '/staff/resets/lists/new': 1,
  '/staff/resets/new': 7,
  '/staff/resets/some': 1,
};

const { statedPages, statedSuspect } = people;
const mailed = '/sign-in/mailed-code';

async function questionsOf(page: Page, path: string): Promise<number | undefined> {
  const answer = await page.request.get(path, { maxRedirects: 0 });
  expect(answer.status(), path).toBe(200);
  const id = answer.headers()['x-bulkhead-request'] ?? '';
  const line = () => logged('manager', id).find(({ event }) => event === 'answered');
  await expect.poll(() => line()?.questions, { message: path }).toBeDefined();
  return line()?.questions;
}

/** How often each page asks; `paths` tells where those are whose address is not their route. */
async function count(page: Page, routes: string[], paths: Record<string, string> = {}) {
  const counted: Record<string, number> = {};
  for (const route of routes) {
    counted[route] = (await questionsOf(page, paths[route] ?? route)) ?? Number.NaN;
  }
  return counted;
}

// That a session is used is written down once a minute, and not on each page: for these pages it was.
async function justUsed(email: string) {
  await asOwner(
    `UPDATE session SET last_used_at = now() + interval '10 minutes'
     FROM customer c WHERE c.id = customer_id AND c.email = '${email}'`,
  );
}

test('each page of a customer’s, and of whoever signs in, asks the database as often as is stated, and no more', async ({
  visit,
}) => {
  const { page } = await visit();
  const phone = new Authenticator(statedPages.totpKey);
  const others = Object.keys(strangers).filter((one) => one !== '/sign-in/code' && one !== mailed);
  const before = await count(page, others);
  await sendPassword(page, statedPages);
  await expect(page).toHaveURL(/\/sign-in\/code/);
  const asked = await count(page, ['/sign-in/code']);
  await sendCode(page, await phone.code());
  await expectSignedIn(page);
  await addVirtualAuthenticator(page);
  await addPasskey(page, statedPages, phone);
  const acts = ['/security/passkeys/[id]/rename', '/security/passkeys/[id]/remove'] as const;
  const [rename, remove] = [await linked(page, acts[0]), await linked(page, acts[1])];
  const guest = { name: 'Ada Stein', email: 'ada.stein.212@example.org' };
  await invite(page, statedPages, guest, phone);
  const person = await linked(page, '/people/[id]');
  await justUsed(statedPages.email);
  const inside = Object.keys(customers).filter((route) => route !== '/confirm');
  const counted = await count(page, inside, {
    '/people/[id]': person,
    [acts[0]]: rename,
    [acts[1]]: remove,
  });
  await sinceProof(statedPages.email, 60);
  expect({ ...counted, ...(await count(page, ['/confirm'])) }).toEqual(customers);
  expect({ ...before, ...asked, [mailed]: 0 }).toEqual(strangers);
});

test('each page of staff’s asks the database no more often than is stated', async ({ visit }) => {
  const intruder = await makeFinding(visit, statedSuspect);
  expect(await count(intruder.page, [mailed])).toEqual({ [mailed]: strangers[mailed] });
  const { page } = await visit({ storageState: staffStateFile });
  await confirmStaff(page);
  const here = () => new URL(page.url()).pathname;
  await openCustomer(page, statedSuspect);
  const customer = here();
  const colleague = await linked(page, '/staff/colleagues/[id]');
  await forceReset(page, 'A list of passwords was found.');
  const reset = here();
  await page.goto('/staff/resets/lists/new');
  await uploadList(page, 'list.txt', 'no address');
  await expect(page).toHaveURL(/\/staff\/resets\/lists\/[0-9a-f-]{36}/);
  const list = here();
  await page.goto('/staff/findings?pattern=first-try&state=open');
  await page.getByRole('row', { name: statedSuspect.email }).getByRole('link').click();
  await expect(page.getByRole('link', { name: 'Investigate' })).toBeVisible();
  const finding = here();
  await page.getByRole('link', { name: 'Investigate' }).click();
  await page.getByRole('button', { name: 'Look for them' }).click();
  await expect(page).toHaveURL(/\/staff\/investigations\/[0-9a-f-]{36}/);
  const account = '/staff/investigations/[id]/accounts/[customerId]';
  await justUsed('sam.staff@example.com');
  const counted = await count(page, Object.keys(staff), {
    '/staff/colleagues/[id]': colleague,
    '/staff/customers/[id]': customer,
    '/staff/findings/[id]': finding,
    '/staff/investigations/[id]': here(),
    [account]: await linked(page, account),
    '/staff/resets/[id]': reset,
    '/staff/resets/[id]/report': `${reset}/report`,
    '/staff/resets/lists/[id]': list,
  });
  const stated: Record<string, number> = staff;
  const more = Object.entries(counted).filter(([route, asked]) => !(asked <= (stated[route] ?? 0)));
  expect(more).toEqual([]);
});

test('of no page it has been forgotten to state it', () => {
  expect(Object.keys({ ...strangers, ...customers, ...staff }).sort()).toEqual(pagesInApp());
});
