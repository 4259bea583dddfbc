import { staffStateFile } from '../support/bulkhead.ts';
import { codesTo, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import {
  expectSignedIn,
  expectSignedOut,
  sendMailedCode,
  sendPassword,
  signIn,
  signOut,
  typeMailedCode,
} from '../support/signing-in.ts';
import { openCustomer } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const wrongFor = (code: string) => (code === '00000000' ? '00000001' : '00000000');

test('on a new device a right password takes the code mailed for it, and on the same device none again', async ({
  visit,
}) => {
  const person = people.mailedCode;
  const { page, context, address } = await visit();
  await page.goto('/activity?kind=sign-in');
  await sendPassword(page, person);
  const field = page.getByLabel('Eight-digit code');
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(field).toHaveAttribute('inputmode', 'numeric');
  await expectSignedOut(page);
  await page.goto('/sign-in/mailed-code');
  await expect.poll(async () => (await codesTo(person.email)).length).toBe(1);
  const [first = ''] = await codesTo(person.email);
  const mail = await mailTo(person.email, 'Your code to sign in');
  expect(mail.subject).not.toMatch(/\d/);
  for (const fact of [address, 'Local network', 'Chrome on Linux'])
    expect(mail.text).toContain(fact);

  await typeMailedCode(page, '1234');
  await expect(page.getByText('Type eight digits, as they stand in the mail.')).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await typeMailedCode(page, wrongFor(first));
  await expect(page.getByText('That code did not work.')).toBeVisible();
  await page.getByRole('button', { name: 'Mail me a new code' }).click();
  await expect(page.getByText('The one before no longer works.')).toBeVisible();
  await expect.poll(async () => (await codesTo(person.email)).length).toBe(2);
  await typeMailedCode(page, first);
  await expect(page.getByText('That code did not work.')).toBeVisible();
  const newest = (await codesTo(person.email)).at(-1) ?? '';
  await typeMailedCode(page, `${newest.slice(0, 4)} ${newest.slice(4)}`);
  await expect(page).toHaveURL(/\/activity\?kind=sign-in$/);
  await expectActivity(page, [
    ['Sign-in (mailed code)', 'Yes'],
    ['Code at sign-in', 'No'],
    ['A code was mailed because this device was new', 'Yes'],
    ['Code at sign-in', 'No'],
    ['A code was mailed because this device was new', 'Yes'],
  ]);

  // The same device, wherever it goes.
  await signOut(page);
  await context.setExtraHTTPHeaders({ 'x-forwarded-for': '10.255.255.7' });
  await sendPassword(page, person);
  await expectSignedIn(page);
  expect(await codesTo(person.email)).toHaveLength(2);

  const staff = await visit({ storageState: staffStateFile });
  await openCustomer(staff.page, person);
  await expect(
    staff.page.getByRole('cell', { name: 'A code was mailed because this device was new' }).first(),
  ).toBeVisible();
});

test('without JavaScript a code is asked for, mailed anew, and opens; a browser that did not ask for it gets nowhere', async ({
  visit,
}) => {
  const person = people.mailedCodeNoScript;
  const { page } = await visit({ javaScript: false });
  await sendPassword(page, person);
  await expect.poll(async () => (await codesTo(person.email)).length).toBe(1);
  const [first = ''] = await codesTo(person.email);
  await typeMailedCode(page, wrongFor(first));
  await expect(page.getByText('That code did not work.')).toBeVisible();
  await page.getByRole('button', { name: 'Mail me a new code' }).click();
  await expect(page.getByText('The one before no longer works.')).toBeVisible();
  await expect.poll(async () => (await codesTo(person.email)).length).toBe(2);
  const newest = (await codesTo(person.email)).at(-1) ?? '';

  const other = await visit();
  await other.page.goto('/sign-in/mailed-code');
  await expect(other.page.getByText('please begin again with your password')).toBeVisible();
  await sendPassword(other.page, person);
  await typeMailedCode(other.page, newest);
  await expect(other.page.getByText('That code did not work.')).toBeVisible();
  for (let tries = 0; tries < 4; tries++) {
    // The form is emptied once it is answered.
    await expect(other.page.getByLabel('Eight-digit code')).toHaveValue('');
    await typeMailedCode(other.page, wrongFor(newest));
  }
  await expect(other.page.getByText('please begin again with your password')).toBeVisible();

  await typeMailedCode(page, newest);
  await expectSignedIn(page);

  // Four were mailed within the hour: the next is not, and the newest still works.
  await sendPassword(other.page, person);
  await expect.poll(async () => (await codesTo(person.email)).length).toBe(4);
  await other.page.getByRole('button', { name: 'Mail me a new code' }).click();
  await expect(other.page.getByText('We have mailed several codes')).toBeVisible();
  await sendMailedCode(other.page, person.email, 3);
  await expectSignedIn(other.page);
});

test('a password chosen by a mailed link opens on that device without another code', async ({
  visit,
}) => {
  const person = people.mailedCodeNoScript;
  const { page, context } = await visit();
  await askForLink(page, person.email);
  const mail = await mailTo(person.email, 'Choose a new password');
  await page.goto(/https?:\S+/.exec(mail.text)?.[0] ?? '');
  const next = 'nine swallows over the ferry';
  await chooseNewPassword(page, next);
  await expect(page.getByText('Your new password is set.')).toBeVisible();
  await context.setExtraHTTPHeaders({ 'x-forwarded-for': '10.255.255.8' });
  await sendPassword(page, { ...person, password: next });
  await expectSignedIn(page);
});

test('a customer sees where they need no code, and forgets one device and then all', async ({
  visit,
}) => {
  const person = people.remembered;
  const [here, lost] = [await visit(), await visit()];
  await signIn(here.page, person);
  await signIn(lost.page, person);
  const { page } = here;
  await page.goto('/security');
  const devices = page.getByRole('region', { name: 'Remembered devices' });
  const table = devices.getByRole('table');
  const before = await table.getByRole('row').count();
  await expect(table.getByText('This one')).toHaveCount(1);
  await expect(table.getByText('Chrome on Linux').first()).toBeVisible();
  // Last used first: of those that are not this one, the lost one.
  await table
    .getByRole('row')
    .filter({ hasNotText: 'This one' })
    .getByRole('button', { name: 'Forget Chrome on Linux, Local network' })
    .first()
    .click();
  await expect(page.getByText('The device is forgotten.')).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(before - 1);
  await lost.page.reload();
  await expectSignedIn(lost.page);
  await signOut(lost.page);
  await sendPassword(lost.page, person);
  await expect(lost.page).toHaveURL(/mailed-code/);

  await devices.getByRole('button', { name: 'Forget all devices' }).click();
  await expect(page.getByText('All devices are forgotten.')).toBeVisible();
  await expect(devices.getByText('No device is remembered.')).toBeVisible();
  await expectActivity(page, [
    ['Remembered device forgotten', 'Yes'],
    ['A code was mailed because this device was new', 'Yes'],
    ['Sign-out', 'Yes'],
    ['Remembered device forgotten', 'Yes'],
  ]);
  await signOut(page);
  await sendPassword(page, person);
  await expect(page).toHaveURL(/mailed-code/);
});
