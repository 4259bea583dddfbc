import { staffStateFile } from '../support/bulkhead.ts';
import { confirmStaff } from '../support/confirming.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { postAs } from '../support/posting.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import { expectSignedIn, sendPassword, signIn } from '../support/signing-in.ts';
import { forceReset, openCustomer } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const next = 'seven herons on a winter pond';

test('an invited customer chooses their first password by mailed link and signs in', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile });
  const guest = { name: 'Noor Guest', email: 'noor.guest@example.com', password: next };
  const invite = async (email: string) => {
    await page.goto('/staff/customers/invite');
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Name').fill(guest.name);
    await page.getByRole('button', { name: 'Send the invitation' }).click();
  };
  await confirmStaff(page);
  await invite(people.signIn.email);
  await expect(
    page.getByText('There is an account with that email address already.'),
  ).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue(guest.name);
  await invite(guest.email);
  await expect(page.getByText('None chosen yet: the invitation is still open.')).toBeVisible();

  const guests = await visit();
  await guests.page.goto(
    linkIn(await mailTo(guest.email, 'Your account is ready for its password')),
  );
  await expect(guests.page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await chooseNewPassword(guests.page, guest.password);
  await expect(guests.page.getByText('Your new password is set.')).toBeVisible();
  await signIn(guests.page, guest);
  await guests.page.goto('/activity');
  await expect(guests.page.getByRole('cell', { name: 'First password chosen' })).toBeVisible();
});

test('a reset of one ends their sessions at their next click, and only the mailed link opens the account', async ({
  visit,
}) => {
  const reason = 'Your password was seen in a list of <stolen> ones.';
  const customer = await visit();
  await signIn(customer.page, people.resetOne);
  const { page } = await visit({ storageState: staffStateFile });
  await confirmStaff(page);
  await openCustomer(page, people.resetOne);
  await page.getByLabel('Reason, for the customer to read').fill(' ');
  await page.getByLabel('Reason, for the customer to read').fill('   ');
  await page.getByLabel(/to have to choose a new password/).check();
  await page.getByRole('button', { name: 'Require a new password' }).click();
  await expect(page.getByText('Write a reason: the customer will ask for one.')).toBeVisible();
  await forceReset(page, reason);

  await customer.page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(customer.page).toHaveURL(/\/sign-in/);
  await sendPassword(customer.page, people.resetOne);
  await expect(
    customer.page.getByRole('heading', { name: 'You need to choose a new password' }),
  ).toBeVisible();
  await expect(customer.page.getByText(reason)).toBeVisible();
  expect((await mailTo(people.resetOne.email, 'You need to choose a new password')).text).toContain(
    reason,
  );

  await customer.page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(customer.page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  await customer.page.goto(linkIn(await mailTo(people.resetOne.email, 'Choose a new password')));
  await chooseNewPassword(customer.page, people.resetOne.password);
  await expect(customer.page.getByText('That is the password you had before.')).toBeVisible();
  await chooseNewPassword(customer.page, next);
  await expect(customer.page.getByText('Your new password is set.')).toBeVisible();
  await signIn(customer.page, { ...people.resetOne, password: next });
  await customer.page.goto('/activity?kind=forced-reset');
  await expect(
    customer.page.getByRole('cell', { name: 'New password required by staff' }),
  ).toBeVisible();

  // Seen from the other side, the reset is done.
  await page.goto('/staff/resets');
  await page.getByRole('link', { name: people.resetOne.name }).first().click();
  await expect(
    page.getByText('1 of 1 have chosen a new password since.', { exact: true }),
  ).toBeVisible();
});

test('with JavaScript off, a customer is led through a forced reset to a new password', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  await confirmStaff(page);
  await openCustomer(page, people.resetNoScript);
  await forceReset(page, 'A precaution after an intrusion.');
  const customer = await visit({ javaScript: false });
  await sendPassword(customer.page, people.resetNoScript);
  await expect(customer.page.getByText('A precaution after an intrusion.')).toBeVisible();
  await customer.page.getByRole('button', { name: 'Mail me the link' }).click();
  await customer.page.goto(
    linkIn(await mailTo(people.resetNoScript.email, 'Choose a new password')),
  );
  await chooseNewPassword(customer.page, 'short');
  await expect(customer.page.getByText('That password is too short')).toBeVisible();
  await chooseNewPassword(customer.page, next);
  await expect(customer.page.getByText('Your new password is set.')).toBeVisible();
  await signIn(customer.page, { ...people.resetNoScript, password: next });
});

test('staff pages do not exist for customers, whatever address or form they try', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.isolationB);
  for (const path of [
    '/staff',
    '/staff/customers',
    '/staff/customers/invite',
    '/staff/resets',
    '/staff/resets/new',
    '/staff/resets/some',
    '/staff/passwords',
    '/staff/colleagues',
    '/staff/audit',
  ]) {
    const reply = await page.goto(path);
    expect(reply?.status(), path).toBe(404);
  }
  await expect(page.getByRole('link', { name: 'Staff' })).toHaveCount(0);
  const staff = await visit({ storageState: staffStateFile, javaScript: false });
  await openCustomer(staff.page, people.isolationA);
  const url = staff.page.url();
  expect((await page.goto(url))?.status()).toBe(404);
  // The form of a staff page, posted with a customer's cookie, does nothing.
  const form = await staff.page
    .locator('form', { has: staff.page.getByLabel('Reason, for the customer to read') })
    .evaluate(
      (element: HTMLFormElement) =>
        Object.fromEntries(new FormData(element)) as Record<string, string>,
    );
  const reply = await postAs(page, url, { ...form, reason: 'mischief', confirm: 'yes' });
  expect(reply.status()).toBe(404);
  const victim = await visit();
  await signIn(victim.page, people.isolationA);
});

test('a visitor who is not signed in is led to the sign-in page from every signed-in page', async ({
  visit,
}) => {
  const { page } = await visit();
  for (const path of [
    '/',
    '/activity',
    '/security',
    '/security/password',
    '/security/authenticator',
    '/staff',
  ]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
  await askForLink(page, 'somebody@example.com');
  await signIn(page, people.isolationB);
  await expectSignedIn(page);
});
