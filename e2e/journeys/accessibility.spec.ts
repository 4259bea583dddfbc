import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { staffStateFile } from '../support/bulkhead.ts';
import { beginEnrolling } from '../support/enrolling.ts';
import { codesTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectSignedIn, sendMailedCode, sendPassword } from '../support/signing-in.ts';
import { openCustomer } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

async function expectAccessible(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  expect(found, page.url()).toEqual([]);
}

async function visitEach(page: Page, paths: string[]) {
  for (const path of paths) {
    await page.goto(path);
    await expectAccessible(page);
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages before signing in are accessible to everyone, ${colorScheme}`, async ({ visit }) => {
    const { page } = await visit({ colorScheme });
    await visitEach(page, [
      '/sign-in',
      '/forgotten-password',
      '/reset',
      '/invitation',
      '/disown',
      '/email',
      '/setup',
      '/nowhere',
    ]);
  });

  test(`customers\u2019 pages are accessible to everyone, ${colorScheme}`, async ({ visit }) => {
    const { page } = await visit({ colorScheme });
    const before = (await codesTo(people.reader.email)).length;
    await sendPassword(page, people.reader);
    await expect(page).toHaveURL(/mailed-code/);
    await expectAccessible(page);
    await sendMailedCode(page, people.reader.email, before);
    await expectSignedIn(page);
    await visitEach(page, [
      '/',
      '/activity',
      '/activity?kind=invited',
      '/activity?q=chrome',
      '/activity/verify',
      '/activity/time-zone',
      '/notifications',
      '/security',
      '/security/email',
      '/people',
      '/people/invite',
      '/people/second-factor',
      '/security/password',
      '/security/authenticator',
    ]);
    await beginEnrolling(page, people.reader.password);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page).toHaveURL(/\/security$/);
  });

  test(`staff pages are accessible to everyone, ${colorScheme}`, async ({ visit }) => {
    const { page } = await visit({ colorScheme, storageState: staffStateFile });
    await visitEach(page, [
      '/staff',
      '/staff?window=30d',
      '/staff/customers',
      '/staff/customers/invite',
      '/staff/investigations',
      '/staff/investigations/new',
      '/staff/resets',
      '/staff/passwords',
      '/staff/resets/new',
      '/staff/resets/some',
      '/staff/mail',
      '/staff/mail?state=sent',
      '/staff/colleagues',
      '/staff/audit',
      '/staff/audit?customer=nobody@example.com',
      '/security/authenticator/remove',
      '/security/recovery-codes',
    ]);
    await openCustomer(page, people.reader);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Change role' }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Role of/ })).toBeVisible();
    await expectAccessible(page);
  });
}
