import type { Page } from '@playwright/test';
import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { enrol } from '../support/enrolling.ts';
import { people } from '../support/people.ts';
import { postAs } from '../support/posting.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { signIn } from '../support/signing-in.ts';
import { askForRole, fieldsOf, openCustomer } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const jomo = people.becomingStaff;
const refused = 'That code did not work, and no role has been changed.';

test('a role takes a fresh code, ends what its owner had open, and leaves an auditor nothing to change', async ({
  visit,
}) => {
  test.setTimeout(360_000);
  const sam = staff();
  const samsPhone = new Authenticator(sam.key, sam.lastStep);
  const { page } = await visit({ storageState: staffStateFile });
  const colleague = await visit();
  await signIn(colleague.page, jomo);

  // A password alone makes nobody staff.
  await openCustomer(page, jomo);
  await page.getByRole('link', { name: 'Change role' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Role of/ })).toBeVisible();
  const rolePage = page.url();
  const change = (role: string) => changeRole(page, role, samsPhone);
  await expect(async () => {
    await askForRole(page, 'Support', await samsPhone.code());
    await expect(page.getByText('They have no authenticator in force')).toBeVisible();
  }).toPass();
  await expect(page.getByLabel('New role')).toHaveValue('support');
  const { authenticator: phone } = await enrol(colleague.page, jomo.password);
  await askForRole(page, 'Support', samsPhone.wrongCode());
  await expect(page.getByText(refused)).toBeVisible();
  await change('Support');

  // What was open is over; signed in anew, support sees what support may do.
  await colleague.page.goto('/activity');
  await expect(colleague.page).toHaveURL(/\/sign-in/);
  await signIn(colleague.page, jomo, phone);
  await expectActivity(colleague.page, [['Sign-in (authenticator)', 'Yes']]);
  await openCustomer(colleague.page, people.lookedAt);
  await expect(
    colleague.page.getByRole('button', { name: 'Require a new password' }),
  ).toBeVisible();
  await expect(colleague.page.getByRole('link', { name: 'Change role' })).toHaveCount(0);
  await expect(colleague.page.getByRole('link', { name: 'Audit trail' })).toHaveCount(0);
  expect(await statusOf(colleague.page, ['/staff/audit', rolePage])).toEqual([404, 404]);
  await colleague.page.goto('/staff/resets');
  await expect(colleague.page.getByRole('link', { name: 'Reset everyone' })).toHaveCount(0);
  await expectOverview(colleague.page);

  // The same code once more changes nothing; a fresh one does.
  await page.goto(rolePage);
  await askForRole(page, 'Auditor', samsPhone.usedCode());
  await expect(page.getByText(refused)).toBeVisible();
  await change('Auditor');
  await colleague.page.goto('/staff');
  await expect(colleague.page).toHaveURL(/\/sign-in/);
  await signIn(colleague.page, jomo, phone);
  await expectOnlyReading(colleague.page);
  await expectForgedFormsRefused(colleague.page, await formsOf(visit, rolePage));

  // Who is staff, and what they did, is to be read.
  await colleague.page.goto('/staff/colleagues');
  const row = colleague.page.getByRole('row', { name: new RegExp(jomo.name) });
  await expect(row.getByText('Auditor')).toBeVisible();
  await colleague.page.goto(`/staff/audit?customer=${jomo.email}`);
  const acts = colleague.page.getByRole('table').getByRole('row');
  await expect(
    acts.filter({ hasText: 'Changed a role' }).filter({ hasText: 'Auditor' }),
  ).toBeVisible();
  await expect(
    acts.filter({ hasText: 'Changed a role' }).filter({ hasText: 'Support' }),
  ).toBeVisible();
  await expect(acts.filter({ hasText: 'Asked to change a role' }).first()).toContainText(sam.name);
  await colleague.page.getByLabel('What', { exact: true }).selectOption('Looked at a customer');
  await colleague.page.getByLabel('Customer’s email').fill(people.lookedAt.email);
  await colleague.page.getByRole('button', { name: 'Filter' }).click();
  await expect(colleague.page).toHaveURL(/act=customer-viewed/);
  // Support’s look and the auditor’s, and no third: a title and its page are one look.
  await expect(acts.filter({ hasText: people.lookedAt.name })).toHaveCount(2);
  await expect(acts.filter({ hasText: jomo.name })).toHaveCount(2);
  await colleague.page.getByLabel('Customer’s email').fill('nobody@example.com');
  await colleague.page.getByRole('button', { name: 'Filter' }).click();
  await expect(colleague.page.getByText('No customer has this email address.')).toBeVisible();

  // The customer reads once that staff looked, and not who.
  const customer = await visit();
  await signIn(customer.page, people.lookedAt);
  await expectActivity(customer.page, [
    ['Sign-in (mailed code)', 'Yes'],
    ['A code was mailed because this device was new', 'Yes'],
    ['Staff viewed your account', 'Yes'],
  ]);
  await expect(customer.page.getByText('Staff viewed your account')).toHaveCount(2);
  await expect(customer.page.getByText(jomo.name)).toHaveCount(0);
});

// Another journey may have used the code of this half minute: then the next one is taken.
async function changeRole(page: Page, role: string, phone: Authenticator) {
  await expect(async () => {
    await askForRole(page, role, await phone.code());
    await expect(page.getByText(`The role of ${jomo.name} has been changed.`)).toBeVisible();
  }).toPass({ timeout: 150_000 });
}

async function statusOf(page: Page, paths: string[]): Promise<(number | undefined)[]> {
  const found: (number | undefined)[] = [];
  for (const path of paths) found.push((await page.goto(path))?.status());
  return found;
}

/** Every role reads the overview; nobody acts on it. */
async function expectOverview(page: Page) {
  await page.goto('/staff');
  for (const part of ['Sign-ins', 'Where from', 'Forced resets under way', 'Second factors']) {
    await expect(page.getByRole('heading', { level: 2, name: part, exact: true })).toBeVisible();
  }
  await expect(page.locator('main form[method="post" i]')).toHaveCount(0);
}

async function expectOnlyReading(page: Page) {
  await expectOverview(page);
  await page.goto('/staff/customers');
  await expect(page.getByRole('link', { name: 'Invite a customer' })).toHaveCount(0);
  await openCustomer(page, people.lookedAt);
  await expect(page.getByRole('button', { name: 'Require a new password' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Change role' })).toHaveCount(0);
  await page.goto('/staff/colleagues');
  await expect(page.getByRole('link', { name: /^Change the role/ })).toHaveCount(0);
  await page.goto('/staff/resets/new');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reset everyone now' })).toHaveCount(0);
  expect(await statusOf(page, ['/staff/passwords', '/staff/customers/invite'])).toEqual([200, 404]);
}

interface Form {
  url: string;
  fields: Record<string, string>;
}

/** The forms that security is shown, with what makes their actions run. */
async function formsOf(
  visit: Parameters<Parameters<typeof test>[2]>[0]['visit'],
  rolePage: string,
) {
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  const forms: Form[] = [];
  const take = async (label: string, fields: Record<string, string>) => {
    forms.push({ url: page.url(), fields: { ...(await fieldsOf(page, label)), ...fields } });
  };
  await openCustomer(page, jomo);
  await take('Reason, for the customer to read', { reason: 'mischief', confirm: 'yes' });
  await page.goto('/staff/customers/invite');
  await take('Email address', { email: 'mallory@example.com', name: 'Mallory' });
  await page.goto('/staff/resets/new');
  await take('Message in English', {
    'text-en': 'mischief',
    phrase: 'reset everyone',
    code: '000000',
  });
  await page.goto(rolePage);
  await take('New role', { role: 'security', code: '000000' });
  return forms;
}

async function expectForgedFormsRefused(page: Page, forms: Form[]) {
  for (const { url, fields } of forms) {
    const reply = await postAs(page, url, fields);
    expect(reply.status(), url).toBe(404);
  }
  expect(forms).toHaveLength(4);
}
