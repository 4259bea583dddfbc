import { readFile } from 'node:fs/promises';
import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { importInvestigatedSignIns, investigated } from '../support/investigated.ts';
import { linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { postAs } from '../support/posting.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import { signIn } from '../support/signing-in.ts';
import { makeColleague, writeMessage } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const { entered, tried, enteredFrom, triedFrom } = investigated;
const message = {
  en: 'Somebody signed in to a few accounts with stolen passwords. Yours must be replaced.',
  fr: 'Quelqu’un s’est connecté à quelques comptes avec des mots de passe volés. Remplacez le vôtre.',
};

test('from pasted addresses to a closed campaign: two members in two browsers, an auditor who changes nothing', async ({
  visit,
}) => {
  test.setTimeout(480_000);
  importInvestigatedSignIns();
  // The journeys before may have used the codes up to this moment's.
  const now = () => Math.floor(Date.now() / 30_000);
  const firstCodes = new Authenticator(staff().key, now());
  const secondCodes = new Authenticator(people.secondMember.totpKey, now());
  const first = (await visit({ storageState: staffStateFile })).page;
  const second = (await visit()).page;
  await signIn(second, people.secondMember, secondCodes);

  // What was written to us, pasted.
  await first.goto('/staff/investigations/new');
  await first.getByLabel('Title').fill('The incident');
  await first
    .getByLabel('Addresses, networks and user agents')
    .fill(`${enteredFrom.replaceAll('.', '[.]')}\n${triedFrom}`);
  await first.getByRole('button', { name: 'Look for them' }).click();
  const accused = first.getByRole('region', { name: /^In at the first attempt/ });
  await expect(accused.getByRole('row')).toHaveCount(2);
  await accused.getByRole('link', { name: entered.name }).click();
  await first.getByLabel('Note', { exact: true }).fill('On the phone: “that was not me”.');
  await first.getByRole('button', { name: 'Confirmed by the customer' }).click();
  await expect(first.getByText('It is recorded.')).toBeVisible();
  await first.getByRole('link', { name: 'Back to the investigation' }).click();

  const choice = first.getByRole('region', { name: 'Reset these accounts' });
  await choice.getByLabel(/^Tried, and never got in/).check();
  await choice.getByRole('button', { name: 'Reset these accounts' }).click();
  await first.getByRole('button', { name: 'Show whom it concerns' }).click();
  await expect(first.getByText('Customers concerned: 3')).toBeVisible();
  await writeMessage(first, message);
  await first.getByLabel('Code from your authenticator').fill(await firstCodes.code());
  await first.getByRole('button', { name: 'Require new passwords' }).click();
  await expect(first.getByText('This waits for a second member')).toBeVisible();
  await expect(first.getByRole('button', { name: 'Approve and put in force' })).toHaveCount(0);

  // The second reads what will be done and said, and approves.
  const reset = first.url();
  await second.goto(reset);
  await expect(second.getByText('Sessions that began before it')).toBeVisible();
  await expect(second.locator('details', { hasText: 'The mail in French' })).toContainText(
    message.fr,
  );
  await second.getByLabel('Code from your authenticator').fill(await secondCodes.code());
  await second.getByRole('button', { name: 'Approve and put in force' }).click();
  await expect(second.getByText(`Approved by ${people.secondMember.name}.`)).toBeVisible();
  for (const { email } of [entered, ...tried]) {
    const mail = await mailTo(email, 'You need to choose a new password');
    expect(mail.text).toContain(message.en);
  }
  const customer = (await visit()).page;
  await askForLink(customer, entered.email);
  await customer.goto(linkIn(await mailTo(entered.email, 'Choose a new password')));
  await chooseNewPassword(customer, 'eleven herons over the weir');
  await expect(customer.getByText('Your new password is set.')).toBeVisible();

  await first.goto(reset);
  await expect(
    first.getByText('1 of 3 have chosen a new password since.', { exact: true }),
  ).toBeVisible();
  await expect(first.getByText('Done: 3 were told.')).toBeVisible({ timeout: 60_000 });

  await makeColleague(first, people.auditor, 'Auditor', firstCodes);
  const auditor = (await visit({ javaScript: false })).page;
  await signIn(auditor, people.auditor, new Authenticator(people.auditor.totpKey, now() - 2));
  await auditor.goto(reset);
  await expect(
    auditor.getByText('1 of 3 have chosen a new password since.', { exact: true }),
  ).toBeVisible();
  await expect(auditor.locator('main form[method="post" i], main form:not([method])')).toHaveCount(
    0,
  );
  const plain = (await visit({ storageState: staffStateFile, javaScript: false })).page;
  await plain.goto(reset);
  const closing = plain.getByRole('button', { name: 'Close this reset' });
  const fields = await plain
    .locator('form', { has: closing })
    .evaluate(
      (form: HTMLFormElement) => Object.fromEntries(new FormData(form)) as Record<string, string>,
    );
  const forged = await postAs(auditor, reset, fields);
  expect(forged.status()).toBe(404);

  await second.goto(reset);
  await second.getByRole('button', { name: 'Close this reset' }).click();
  await expect(second.getByText('This reset is closed')).toBeVisible();
  await second.getByRole('link', { name: 'Report', exact: true }).click();
  await expect(second.getByText('2 customers have not.')).toBeVisible();
  const [download] = await Promise.all([
    second.waitForEvent('download'),
    second.getByRole('button', { name: 'Download the file' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n').slice(1);
  expect(lines).toHaveLength(3);
  expect(lines.filter((line) => /(,2[\d:.TZ-]+){3},$/.test(line))).toHaveLength(1);
  await auditor.goto(`${reset}/report`);
  await expect(auditor.getByText(message.en)).toBeVisible();
});
