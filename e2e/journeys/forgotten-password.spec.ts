import { linkIn, mailsTo, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const next = 'a quiet walk along the river';

test('a forgotten password: the mailed link sets a new one, the old is refused, the link dies', async ({
  visit,
}) => {
  const { page } = await visit();
  const elsewhere = await visit();
  await signIn(elsewhere.page, people.forgotten);

  await askForLink(page, people.forgotten.email);
  const link = linkIn(await mailTo(people.forgotten.email, 'Choose a new password'));
  await page.goto(link);
  // The token is in no address bar, history or referrer.
  await expect(page).toHaveURL('/reset');
  await chooseNewPassword(page, 'short');
  await expect(page.getByText('That password is too short')).toBeVisible();
  await chooseNewPassword(page, next);
  await expect(page.getByText('Your new password is set. Sign in with it.')).toBeVisible();

  await sendPassword(page, people.forgotten);
  await expect(page.getByText('That did not sign you in')).toBeVisible();
  await signIn(page, { ...people.forgotten, password: next });
  await mailTo(people.forgotten.email, 'Your password was reset');
  await expectActivity(page, [
    ['Sign-in (password)', 'Yes'],
    ['Sign-in', 'No'],
    ['Password reset by mailed link', 'Yes'],
    ['Link for a new password asked for', 'Yes'],
    ['Sign-in (mailed code)', 'Yes'],
  ]);
  // Whoever was signed in before is not any more.
  await elsewhere.page.goto('/');
  await expect(elsewhere.page).toHaveURL(/\/sign-in/);

  const again = await visit();
  await again.page.goto(link);
  await expect(
    again.page.getByRole('heading', { name: 'This link no longer works' }),
  ).toBeVisible();
});

test('asking twice leaves one link that works: the later', async ({ visit }) => {
  const { page } = await visit();
  const { email } = people.deadLink;
  await askForLink(page, email);
  const first = linkIn(await mailTo(email, 'Choose a new password', 1));
  await askForLink(page, email);
  const second = linkIn(await mailTo(email, 'Choose a new password', 2));
  await page.goto(first);
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  await page.goto(second);
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
});

test('an address nobody has is answered alike and gets no mail', async ({ visit }) => {
  const { page } = await visit();
  await askForLink(page, 'nobody.here@example.com');
  // A mail asked for later has come: one asked for before would have.
  await askForLink(page, people.wrongPassword.email);
  await mailTo(people.wrongPassword.email, 'Choose a new password');
  expect(await mailsTo('nobody.here@example.com')).toEqual([]);
});
