import type { Page } from '@playwright/test';
import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { postAs } from '../support/posting.ts';
import { expectSignedIn, signIn } from '../support/signing-in.ts';
import { fieldsOf, makeColleague, writeMessage } from '../support/staff-work.ts';
import { expect, test, type Visit } from '../support/test.ts';

const reason = 'A list of <stolen> passwords was found.';
const raison = 'Une liste de mots de passe <volés> a été trouvée.';
const mailIn = (page: Page, language: string) =>
  page.locator('details', { hasText: `The mail in ${language}` });
const { secondMember, supporter, campaignOne, campaignTwo, campaignThree, campaignSpared } = people;

// The second goes on with the colleague whom the first made.
test.describe.configure({ mode: 'serial' });

test('a list of more customers than one member may reset waits for a second member, and then concerns them and nobody else', async ({
  visit,
}) => {
  test.setTimeout(420_000);
  const [concerned, spared] = [await visit(), await visit()];
  await signIn(concerned.page, campaignOne);
  await signIn(spared.page, campaignSpared);

  const member = staff();
  const authenticator = new Authenticator(member.key, member.lastStep);
  const { page } = await visit({ storageState: staffStateFile });
  await makeColleague(page, secondMember, 'Security', authenticator);
  await makeColleague(page, supporter, 'Support', authenticator);
  const list = page.getByLabel('Email addresses', { exact: true });
  const look = page.getByRole('button', { name: /whom it concerns/ });
  await page.goto('/staff/resets/some');
  await page.getByLabel('A list of email addresses').check();
  await list.fill(`${campaignOne.email}\nnot an address\nnobody@example.com`);
  await look.click();
  await expect(
    page.getByText('1 line is no email address: line 2 (not an address).'),
  ).toBeVisible();
  await expect(list).toHaveValue(/not an address/);
  const all = [campaignOne, campaignTwo, campaignThree, campaignSpared];
  await list.fill([...all.map(({ email }) => email), 'nobody@example.com'].join('\n'));
  await page.getByLabel('Exceptions').fill('nobody.else@example.com');
  await look.click();
  await expect(page.getByText('nobody would be left alone for them')).toBeVisible();
  await page.getByLabel('Exceptions').fill(campaignSpared.email);
  await look.click();
  await expect(page.getByText('Customers concerned: 3')).toBeVisible();
  await expect(page.getByText(`${campaignTwo.name} (${campaignTwo.email})`)).toBeVisible();
  await expect(page.getByText('that are left out: 1')).toBeVisible();
  await page.getByLabel('Subject in French').fill('Un lien : evil.example');
  await writeMessage(page, { en: reason, fr: '' });
  await page.getByLabel('Code from your authenticator').fill('000000');
  // The browser would hold an empty message back by itself.
  await page.locator('form', { has: look }).evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await page.getByRole('button', { name: 'Require new passwords' }).click();
  await expect(page.getByText('That looks like a link or an address: evil.example.')).toBeVisible();
  await expect(page.getByText('Write something here')).toBeVisible();
  await expect(page.getByLabel('Message in English')).toHaveValue(reason);
  await page.getByLabel('Subject in French').fill('Nouveau mot de passe');
  await writeMessage(page, { en: reason, fr: raison });
  await expect(mailIn(page, 'French')).toContainText(`> ${raison}`);
  // Another journey may have used the code of this half minute: then the next one is taken.
  await expect(async () => {
    await page.getByLabel('Code from your authenticator').fill(await authenticator.code());
    await page.getByRole('button', { name: 'Require new passwords' }).click();
    await expect(page.getByText('This waits for a second member')).toBeVisible();
  }).toPass({ timeout: 150_000 });
  await expect(page.getByText('you cannot approve it yourself')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve and put in force' })).toHaveCount(0);
  await concerned.page.reload();
  await expectSignedIn(concerned.page);

  const helper = await visit();
  await signIn(helper.page, supporter, new Authenticator(supporter.totpKey));
  await helper.page.goto(page.url());
  await expect(
    helper.page.getByText('Colleagues with the role Security can approve'),
  ).toBeVisible();
  await expect(helper.page.getByRole('button', { name: /Approve|Cancel/ })).toHaveCount(0);

  const second = await visit();
  const secondCodes = new Authenticator(secondMember.totpKey);
  await signIn(second.page, secondMember, secondCodes);
  // Each time on a page of its own: the words of one refusal are those of the next.
  const approve = async (code: string) => {
    await second.page.goto(page.url());
    await expect(mailIn(second.page, 'English')).toContainText(`> ${reason}`);
    await expect(mailIn(second.page, 'French')).toContainText('Nouveau mot de passe');
    await second.page.getByLabel('Code from your authenticator').fill(code);
    await second.page.getByRole('button', { name: 'Approve and put in force' }).click();
  };
  for (const code of [secondCodes.wrongCode(), secondCodes.usedCode()]) {
    await approve(code);
    await expect(
      second.page.getByText('That was refused, and nothing has been reset.'),
    ).toBeVisible();
  }
  await concerned.page.reload();
  await expectSignedIn(concerned.page);
  await approve(await secondCodes.code());
  await expect(second.page.getByText(`Approved by ${secondMember.name}.`)).toBeVisible();
  await expect(
    second.page.getByText('0 of 3 have chosen a new password since.', { exact: true }),
  ).toBeVisible();

  await expectMailsOutOfReach(visit, helper.page, page.url());

  await concerned.page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(concerned.page).toHaveURL(/\/sign-in/);
  const told = await mailTo(campaignThree.email, 'You need to choose a new password');
  expect(told.text).toContain(reason);
  await spared.page.reload();
  await expectSignedIn(spared.page);
});

test('a rule is previewed before anything is asked, and a proposal cancelled touches nobody', async ({
  visit,
}) => {
  test.setTimeout(240_000);
  const { page } = await visit();
  const authenticator = new Authenticator(secondMember.totpKey, Math.floor(Date.now() / 30_000));
  await signIn(page, secondMember, authenticator);
  await page.goto('/staff/resets/some');
  const look = page.getByRole('button', { name: /whom it concerns/ });
  await look.click();
  await expect(page.getByText('Tick at least one, or name exceptions.')).toBeVisible();
  await page.getByLabel('Has a password stored in an older form').check();
  await page.getByLabel('Chose the password before').fill('2013-01-01');
  await look.click();
  await expect(page.getByText(/^Customers concerned: \d+$/)).toBeVisible();
  await expect(page.getByLabel('Has a password stored in an older form')).toBeChecked();
  await writeMessage(page, { en: reason, fr: raison });
  await page.getByLabel('Code from your authenticator').fill(await authenticator.code());
  await page.getByRole('button', { name: 'Require new passwords' }).click();
  await expect(page.getByText('This waits for a second member')).toBeVisible();
  await expect(page.getByText(/Customers who chose their password before .*2013/)).toBeVisible();

  const first = await visit({ storageState: staffStateFile });
  await first.page.goto(page.url());
  await first.page.getByRole('button', { name: 'Cancel this reset' }).click();
  await expect(first.page.getByText('This reset was cancelled')).toBeVisible();
  await page.reload();
  await expect(page.getByText('This reset was cancelled')).toBeVisible();
  const customer = await visit();
  await signIn(customer.page, campaignSpared);
});

/** Who may not decide about campaigns is shown no order for their mails, and a forged one does nothing. */
async function expectMailsOutOfReach(
  visit: (options: object) => Promise<Visit>,
  helper: Page,
  url: string,
) {
  const { page } = await visit({ storageState: staffStateFile, javaScript: false });
  await expect(async () => {
    await page.goto(url);
    await expect(page.getByText('Done: 3 were told.')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  const fields = await fieldsOf(page, 'Everyone who was told');
  await helper.goto(url);
  await expect(helper.getByText('Done: 3 were told.')).toBeVisible();
  await expect(helper.getByRole('button', { name: /mails|reminder/ })).toHaveCount(0);
  const reply = await postAs(helper, url, { ...fields, confirm: 'yes' });
  expect(reply.status()).toBe(404);
  await helper.reload();
  await expect(helper.getByText('Done: 3 were told.')).toBeVisible();
}
