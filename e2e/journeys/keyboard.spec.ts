import type { Page } from '@playwright/test';
import { Authenticator } from '../support/authenticator.ts';
import { staff, staffStateFile } from '../support/bulkhead.ts';
import { expectFocusKept, press, tabTo, type } from '../support/keyboard.ts';
import { Looks } from '../support/looking.ts';
import { codesTo, linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectSignedIn } from '../support/signing-in.ts';
import { makeColleague } from '../support/staff-work.ts';
import { expect, test } from '../support/test.ts';

const { keyboard, keyboardSecond } = people;
const looks = new Looks();
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true });

async function sendPasswordByKeys(page: Page, { email, password }: typeof keyboard) {
  await type(page, page.getByLabel('Email'), email);
  await type(page, page.getByLabel('Password'), password);
  await page.keyboard.press('Enter');
}

test('signing in with a mailed code, enrolling, signing in with a code of either kind and a mailed link for a new password take no mouse', async ({
  visit,
}) => {
  test.setTimeout(360_000);
  const { page, context } = await visit();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/sign-in');
  await sendPasswordByKeys(page, { ...keyboard, password: 'a guess' });
  await expect(page.getByRole('alert').filter({ hasText: 'did not sign you in' })).toBeVisible();
  await expectFocusKept(page);
  await sendPasswordByKeys(page, keyboard);
  const code = page.getByLabel('Eight-digit code');
  // Where a code is all there is to type, it can be typed at once.
  await expect(code).toBeFocused();
  await expect.poll(async () => (await codesTo(keyboard.email)).length).toBe(1);
  await page.keyboard.type('00000000');
  await page.keyboard.press('Enter');
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await expect(code).toBeFocused();
  await expect(code).toHaveAccessibleDescription(/\S/);
  await type(page, code, (await codesTo(keyboard.email)).at(-1) ?? '');
  await page.keyboard.press('Enter');
  await expectSignedIn(page);

  await page.goto('/security');
  await press(page, page.getByRole('link', { name: 'Skip to the content' }));
  await expect(page.locator('#content')).toBeFocused();
  await press(page, page.getByRole('link', { name: 'Set up an authenticator' }));
  await expect(
    page.getByRole('heading', { level: 1, name: 'Set up an authenticator' }),
  ).toBeVisible();
  const current = page.getByLabel('Current password');
  await type(page, current, 'a guess');
  await press(page, button(page, 'Show the QR code'));
  await expect(current).toBeFocused();
  await expect(current).toHaveAccessibleDescription(/That is not your password/);
  await type(page, current, keyboard.password);
  await press(page, button(page, 'Show the QR code'), 'Space');
  await press(page, button(page, 'Copy the key'));
  await expect(button(page, 'Copied')).toBeVisible();
  const shown = await page.getByRole('definition').textContent();
  const key = shown?.replaceAll(' ', '') ?? '';
  expect(key).toMatch(/^[A-Z2-7]{32}$/);
  await looks.here(page);
  const phone = new Authenticator(key);
  // Pages of ours may not read the clipboard, so it is pasted: as much of it as the field takes.
  await tabTo(page, page.getByLabel('Six-digit code'));
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.getByLabel('Six-digit code')).toHaveValue(key.slice(0, 12));
  await type(page, page.getByLabel('Six-digit code'), await phone.code());
  await press(page, button(page, 'Turn the authenticator on'));
  await expect(page.getByText('The authenticator is on.')).toBeVisible();
  // The form is gone, and with it the button that was pressed.
  await expectFocusKept(page);
  const [saved = ''] = await page.getByRole('listitem').allInnerTexts();
  await looks.here(page);
  await press(page, page.getByRole('link', { name: 'I have saved them' }));
  await expect(page.getByText('On since')).toBeVisible();

  await press(page, button(page, 'Sign out'));
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await sendPasswordByKeys(page, keyboard);
  await expect(page.getByLabel('Six-digit code')).toBeFocused();
  await page.keyboard.type(await phone.code());
  await page.keyboard.press('Enter');
  await expectSignedIn(page);

  await press(page, button(page, 'Sign out'));
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await sendPasswordByKeys(page, keyboard);
  await press(page, page.getByRole('link', { name: 'Use a recovery code instead' }));
  const recoveryCode = page.getByLabel('Recovery code');
  await type(page, recoveryCode, 'AAAA-AAAA-AAAA-AAAA');
  await page.keyboard.press('Enter');
  await expect(recoveryCode).toHaveAttribute('aria-invalid', 'true');
  await expect(recoveryCode).toBeFocused();
  await looks.here(page);
  await type(page, recoveryCode, saved);
  await page.keyboard.press('Enter');
  await expectSignedIn(page);

  await press(page, button(page, 'Sign out'));
  await press(page, page.getByRole('link', { name: 'I have forgotten my password' }));
  await type(page, page.getByLabel('Email'), keyboard.email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Check your mail' })).toBeVisible();
  await page.goto(linkIn(await mailTo(keyboard.email, 'Choose a new password')));
  const next = page.getByLabel('New password', { exact: true });
  await type(page, next, 'short');
  await type(page, page.getByLabel('The new password once more'), 'short');
  await type(page, page.getByLabel('Six-digit code'), await phone.code());
  await press(page, button(page, 'Set the password'));
  await expect(next).toBeFocused();
  await expect(next).toHaveAccessibleDescription(/That password is too short/);
  await looks.here(page);
  await type(page, next, 'four kettles beside a lake');
  await type(page, page.getByLabel('The new password once more'), 'four kettles beside a lake');
  await type(page, page.getByLabel('Six-digit code'), await phone.code());
  await press(page, button(page, 'Set the password'), 'Space');
  await expect(page.getByText('Your new password is set.')).toBeVisible();
});

test('a campaign takes no mouse from its rule to a second member’s approval, and tells how it comes along', async ({
  visit,
}) => {
  test.setTimeout(420_000);
  const { page } = await visit({ storageState: staffStateFile });
  const authenticator = new Authenticator(staff().key, staff().lastStep);
  await makeColleague(page, keyboardSecond, 'Security', authenticator);

  await page.goto('/staff/resets');
  await press(page, page.getByRole('link', { name: 'Reset some' }));
  const look = button(page, /whom it concerns/);
  await press(page, look);
  await expect(page.getByRole('alert').filter({ hasText: 'Tick at least one' })).toBeVisible();
  await type(page, page.getByLabel('Country of the last sign-in'), 'Atlantis');
  await press(page, look);
  await expect(page.getByLabel('Country of the last sign-in')).toBeFocused();
  await expect(page.getByLabel('Country of the last sign-in')).toHaveAccessibleDescription(
    /Not known/,
  );
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await press(page, page.getByLabel('Has no authenticator'), 'Space');
  await type(page, page.getByLabel('Company', { exact: true }), 'Keys Collective');
  await press(page, look);
  await expect(page.getByText('Customers concerned: 3')).toBeVisible();
  await looks.here(page);
  await expect(async () => {
    await type(page, page.getByLabel('Code from your authenticator'), await authenticator.code());
    await press(page, button(page, 'Require new passwords'));
    await expect(page.getByText('This waits for a second member')).toBeVisible();
  }).toPass({ timeout: 150_000 });
  const reset = page.url();

  const second = (await visit()).page;
  await second.goto('/sign-in');
  const secondPhone = new Authenticator(keyboardSecond.totpKey);
  await sendPasswordByKeys(second, keyboardSecond);
  await expect(second.getByLabel('Six-digit code')).toBeFocused();
  await second.keyboard.type(await secondPhone.code());
  await second.keyboard.press('Enter');
  await expectSignedIn(second);
  await second.goto(reset);
  const field = second.getByLabel('Code from your authenticator');
  await type(second, field, secondPhone.wrongCode());
  await press(second, button(second, 'Approve and put in force'));
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(/That was refused/);
  await type(second, field, await secondPhone.code());
  await press(second, button(second, 'Approve and put in force'));
  await expect(second.getByText(`Approved by ${keyboardSecond.name}.`)).toBeVisible();

  // What is announced is said once there is something to say, and not at every look.
  const announced = second.getByRole('status', { name: 'How it comes along' });
  await expect(announced).toContainText('3 of 3 have been told by mail.', { timeout: 90_000 });
  await expect(second.locator('main [aria-live]')).toHaveCount(0);
  await press(second, button(second, 'Stop keeping it up to date'));
  await expect(button(second, 'Keep it up to date')).toBeFocused();
  await looks.here(second);
  await tabTo(second, second.getByRole('link', { name: 'All resets' }));
});
