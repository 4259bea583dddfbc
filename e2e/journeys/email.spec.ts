import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { bulkhead, staffStateFile } from '../support/bulkhead.ts';
import { linkIn, mailsTo, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { askForLink } from '../support/resetting.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const locales = ['en-GB', 'fr-FR'];
const toConfirm = { old: 'Confirm or refuse', new: 'Confirm this address' };

test('an address changes once both mailboxes have confirmed, the mails’ scanners change nothing, and other sessions end', async ({
  visit,
}) => {
  const nora = people.moving;
  const next = 'nora.new.174@example.org';
  const owner = await visit();
  await signIn(owner.page, nora);
  const elsewhere = await visit();
  await signIn(elsewhere.page, nora);
  await owner.page.goto('/security');
  await owner.page.getByRole('link', { name: 'Change the address' }).click();
  await expectHeading(owner.page, 'Change your email address');
  await expectAccessible(owner.page);
  await ask(owner.page, 'nora@localhost', nora.password);
  await expect(owner.page.getByText('That is no email address.')).toBeVisible();
  await ask(owner.page, next, 'not the password');
  await expect(owner.page.getByText('That did not prove it was you.')).toBeVisible();
  // Nothing that is no secret is lost.
  await expect(owner.page.getByLabel('New address')).toHaveValue(next);
  await ask(owner.page, next, nora.password);
  await expect(owner.page.getByText('Two links were mailed')).toBeVisible();
  await expect(owner.page.getByText('Not confirmed yet')).toHaveCount(2);
  await expectHeading(owner.page, 'Security');
  await expectAccessible(owner.page);

  const links = {
    old: linkIn(await mailTo(nora.email, toConfirm.old)),
    new: linkIn(await mailTo(next, toConfirm.new)),
  };
  for (const link of Object.values(links)) {
    for (const method of ['HEAD', 'GET', 'GET']) await fetch(link, { method });
  }
  await expectReadable(visit, links.old, links.new);
  await owner.page.reload();
  await expect(owner.page.getByText('Not confirmed yet')).toHaveCount(2);

  const { page } = await visit({ javaScript: false });
  await page.goto(links.new);
  // The token is in no address bar, history or referrer; and the other address is not told.
  await expect(page).toHaveURL('/email');
  await expectHeading(page, 'Change of address');
  expect(await page.content()).not.toContain(nora.email);
  await expect(page.getByRole('button', { name: 'Refuse: it wasn’t me' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await expectHeading(page, 'Confirmed from this mailbox');
  await expectReadable(visit, links.new);
  await owner.page.reload();
  await expect(owner.page.getByText('Not confirmed yet')).toHaveCount(1);
  await page.goto(links.old);
  await page.getByRole('button', { name: 'Confirm the new address' }).click();
  await expectHeading(page, 'The address was changed');
  await expectReadable(visit, links.old);

  // The session that asked goes on, and shows the address; the other is over.
  await owner.page.goto('/security');
  await expect(owner.page.locator('#content').getByText(next)).toBeVisible();
  await elsewhere.page.goto('/security');
  await expect(elsewhere.page).toHaveURL(/\/sign-in/);
  await expectActivity(owner.page, [
    ['Address changed', 'Yes'],
    ['Change of address asked for', 'Yes'],
    ['Change of address asked for', 'No'],
    ['Sign-in (mailed code)', 'Yes'],
  ]);
  expect((await mailTo(nora.email, 'The address of your account was changed')).text).toContain(
    next,
  );
  await mailTo(next, 'The address of your account was changed');

  await sendPassword(elsewhere.page, nora);
  await expect(elsewhere.page.getByText('That did not sign you in')).toBeVisible();
  await signIn(elsewhere.page, { ...nora, email: next });
  const staff = await visit({ storageState: staffStateFile });
  await staff.page.goto(`/staff/customers?q=${next}`);
  await expect(staff.page.getByRole('row', { name: next })).toBeVisible();
});

test('a change is cancelled where it was asked for, and refused from the mailbox, without JavaScript', async ({
  visit,
}) => {
  const felix = people.movingNoScript;
  const next = 'felix.new.175@example.com';
  const { page } = await visit({ javaScript: false });
  await signIn(page, felix);
  await page.goto('/security/email');
  await ask(page, next, felix.password);
  await page.getByRole('button', { name: 'Cancel the change' }).click();
  await expect(page.getByText('The change is cancelled.')).toBeVisible();
  await page.goto(linkIn(await mailTo(felix.email, toConfirm.old)));
  await expectHeading(page, 'This link does not work');

  await page.goto('/security/email');
  await ask(page, next, felix.password);
  await expect(page.getByText('Two links were mailed')).toBeVisible();
  const link = linkIn(await mailTo(felix.email, toConfirm.old, 2));
  const reader = await visit({ javaScript: false, colorScheme: 'dark' });
  await reader.page.goto(link);
  await expect(reader.page.getByText(next)).toBeVisible();
  const cookies = (await reader.context.cookies()).map(({ name, value }) => `${name}=${value}`);
  const forged = await fetch(`${bulkhead().url}/email`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example', cookie: cookies.join('; ') },
    body: new URLSearchParams({ side: 'old' }),
  });
  expect(forged.status).toBe(403);
  await reader.page.getByRole('button', { name: 'Refuse: it wasn’t me' }).click();
  await expectHeading(reader.page, 'The change was refused');
  await page.goto('/security');
  await expect(page.getByRole('link', { name: 'Change the address' })).toBeVisible();
  await expectActivity(page, [
    ['Change of address refused from the mailbox', 'Yes'],
    ['Change of address asked for', 'Yes'],
    ['Change of address cancelled', 'Yes'],
  ]);
});

test('“this wasn’t me” from the mailbox before puts the address back, and mails the way in there alone', async ({
  visit,
}) => {
  const tilda = people.moved;
  const theirs = 'somebody.else.176@example.org';
  const thief = await visit();
  await signIn(thief.page, tilda);
  await thief.page.goto('/security/email');
  await ask(thief.page, theirs, tilda.password);
  await expect(thief.page.getByText('Two links were mailed')).toBeVisible();
  for (const [to, subject, submit] of [
    [tilda.email, toConfirm.old, 'Confirm the new address'],
    [theirs, toConfirm.new, 'Confirm this address'],
  ] as const) {
    await thief.page.goto(linkIn(await mailTo(to, subject)));
    await thief.page.getByRole('button', { name: submit }).click();
    await expect(thief.page.getByText('Go to sign-in')).toBeVisible();
  }
  const alert = await mailTo(tilda.email, 'The address of your account was changed');
  expect(alert.text).toContain(theirs);

  await expectReadable(visit, linkIn(alert));
  const { page } = await visit({ javaScript: false, locale: 'fr-FR' });
  await page.goto(linkIn(alert));
  await expect(page).toHaveURL('/disown');
  await expect(page.getByText('Elle est rétablie')).toBeVisible();
  await page.getByRole('button', { name: /bloquer mon compte/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /bloqué/ })).toBeVisible();
  await thief.page.goto('/security');
  await expect(thief.page).toHaveURL(/\/sign-in/);

  // Whoever has the new mailbox is told, and gets no way in, however they ask.
  await mailTo(theirs, 'This address is no longer that of your account');
  await askForLink(thief.page, theirs);
  const next = 'nine swallows over the salt pans';
  await page.goto(linkIn(await mailTo(tilda.email, 'Your account is locked')));
  await page.getByLabel('Nouveau mot de passe', { exact: true }).fill(next);
  await page.getByLabel('Le nouveau mot de passe une seconde fois').fill(next);
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click();
  const owner = await visit();
  await signIn(owner.page, { ...tilda, password: next });
  await expectActivity(owner.page, [
    ['Sign-in (mailed code)', 'Yes'],
    ['A code was mailed because this device was new', 'Yes'],
    ['Password reset by mailed link', 'Yes'],
    ['Account locked by “this wasn’t me”', 'Yes'],
    ['Address put back by “this wasn’t me”', 'Yes'],
    ['Address changed', 'Yes'],
  ]);
  const reset = (await mailsTo(theirs)).filter(({ text }) => text.includes('/reset/link'));
  expect(reset).toEqual([]);
});

for (const locale of locales) {
  test(`what became of a change is accessible to everyone, ${locale}`, async ({ visit }) => {
    const { page } = await visit({ locale });
    for (const ended of ['', '?ended=refused', '?ended=taken', '?ended=impossible']) {
      await page.goto(`/email${ended}`);
      await expectAccessible(page);
    }
  });
}

/** In both languages, in browsers that look and press nothing. */
async function expectReadable(
  visit: (options: { locale: string }) => Promise<{ page: Page }>,
  ...links: string[]
) {
  for (const locale of locales) {
    const { page } = await visit({ locale });
    for (const link of links) {
      await page.goto(link);
      await expectAccessible(page);
    }
  }
}

async function ask(page: Page, email: string, password: string) {
  await page.getByLabel('New address').fill(email);
  await page.getByLabel('Current password').fill(password);
  await page.getByRole('button', { name: 'Mail both links' }).click();
}

async function expectHeading(page: Page, name: string) {
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}
