import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { mailsTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectSignedIn, sendPassword, signIn } from '../support/signing-in.ts';
import { makeColleague, writeMessage } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const { takingBack, takenBackOne, takenBackTwo, takenBackThree } = people;
const concerned = [takenBackOne, takenBackTwo, takenBackThree];

test('a reset in force that holds its mails is taken back by two members, and all is as it was', async ({
  visit,
}) => {
  test.setTimeout(420_000);
  const [customer, member] = [await visit(), staff()];
  await signIn(customer.page, takenBackOne);

  const codes = new Authenticator(member.key, member.lastStep);
  const { page } = await visit({ storageState: staffStateFile });
  await makeColleague(page, takingBack, 'Security', codes);
  await page.goto('/staff/resets/some');
  await page.getByLabel('A list of email addresses').check();
  const list = concerned.map(({ email }) => email).join('\n');
  await page.getByLabel('Email addresses', { exact: true }).fill(list);
  await page.getByRole('button', { name: /whom it concerns/ }).click();
  await expect(page.getByText('Customers concerned: 3')).toBeVisible();
  await writeMessage(page, { en: 'A mistake.', fr: 'Une erreur.' });
  await page.getByLabel(/^Hold the mails back/).check();
  // Another journey may have used the code of this half minute: then the next one is taken.
  await expect(async () => {
    await page.getByLabel('Code from your authenticator').fill(await codes.code());
    await page.getByRole('button', { name: 'Require new passwords' }).click();
    await expect(page.getByText('This waits for a second member')).toBeVisible();
  }).toPass({ timeout: 150_000 });

  const second = await visit();
  const secondCodes = new Authenticator(takingBack.totpKey);
  await signIn(second.page, takingBack, secondCodes);
  await second.page.goto(page.url());
  await second.page.getByLabel('Code from your authenticator').fill(await secondCodes.code());
  await second.page.getByRole('button', { name: 'Approve and put in force' }).click();
  await expect(second.page.getByText('Paused: 0 told, 3 not yet.')).toBeVisible();
  await expect(second.page.getByText('Whoever started it holds the mails back.')).toBeVisible();
  await customer.page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(customer.page).toHaveURL(/\/sign-in/);
  const turnedAway = await visit();
  await sendPassword(turnedAway.page, takenBackTwo);
  await expect(turnedAway.page.getByText('A mistake.')).toBeVisible();

  const submit = 'Take this reset back';
  await page.goto(page.url());
  await page.getByLabel('Code from your authenticator').fill('000000');
  await page.getByRole('button', { name: submit }).click();
  await expect(page.getByText('That was refused, and nothing was changed')).toBeVisible();
  await expect(async () => {
    await page.goto(page.url());
    await page.getByLabel('Code from your authenticator').fill(await codes.code());
    await page.getByRole('button', { name: submit }).click();
    await expect(page.getByText('You have asked for it.')).toBeVisible();
  }).toPass({ timeout: 150_000 });
  await expect(page.getByRole('button', { name: submit })).toHaveCount(0);
  await second.page.reload();
  await expect(second.page.getByText('has asked for it.')).toBeVisible();
  await second.page.getByLabel('Code from your authenticator').fill(await secondCodes.code());
  await second.page.getByRole('button', { name: submit }).click();
  await expect(second.page.getByText('This reset was taken back')).toBeVisible();
  await expect(second.page.getByRole('button', { name: /mails|Take/ })).toHaveCount(0);

  await customer.page.goto('/activity');
  await expectSignedIn(customer.page);
  await expect(
    customer.page.getByText('New password required by staff, and taken back'),
  ).toBeVisible();
  await signIn((await visit()).page, takenBackTwo);
  for (const { email } of concerned) {
    const subjects = (await mailsTo(email)).map(({ subject }) => subject);
    expect(subjects).not.toContain('You need to choose a new password');
  }
});
