import type { Page } from '@playwright/test';
import { codesTo, linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { askForLink } from '../support/resetting.ts';
import { expectSignedIn, sendMailedCode, sendPassword } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

/** Follows a link to the help page, and comes back. */
async function expectHelp(page: Page, name: string) {
  const from = page.url();
  await page.getByRole('link', { name }).click();
  await expect(page).toHaveURL(/\/help#[a-z-]+$/);
  const topic = page.getByRole('heading', { level: 2, name });
  await expect(topic).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(from);
}

test('whoever is stuck on the way in finds the answer from where they are', async ({ visit }) => {
  const { page } = await visit();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Help with signing in' }).click();
  await expect(page).toHaveURL('/help');
  await page.getByRole('link', { name: 'I lost my phone. What now?' }).click();
  await expect(page.getByRole('heading', { name: 'I lost my phone. What now?' })).toBeInViewport();

  await sendPassword(page, people.helpedWithCode);
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await expectHelp(page, 'I lost my phone. What now?');

  const reset = await visit();
  await askForLink(reset.page, people.helpedWithCode.email);
  const mail = await mailTo(people.helpedWithCode.email, /password/i);
  await reset.page.goto(linkIn(mail));
  await expect(reset.page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  await expectHelp(reset.page, 'Why do I have to choose a new password?');
  await expectHelp(reset.page, 'I lost my phone. What now?');
});

test('a new customer is led on to a second factor, and finds beside it what it is', async ({
  visit,
}) => {
  const { page } = await visit();
  const before = (await codesTo(people.helped.email)).length;
  await sendPassword(page, people.helped);
  await expect(page.getByRole('heading', { name: 'Type the code we mailed you' })).toBeVisible();
  await expectHelp(page, 'Why was a code mailed to me?');
  await sendMailedCode(page, people.helped.email, before);
  await expectSignedIn(page);
  // No tour: the overview's first section says what is missing, and its one button does it.
  const factor = page.getByRole('region', { name: 'Second factor' });
  await factor.getByRole('link', { name: 'Set up an authenticator' }).click();
  await expect(page).toHaveURL('/security/authenticator');
  await expectHelp(page, 'Which authenticator apps work?');
  await expectHelp(page, 'What are recovery codes?');
  await page.goto('/security/passkeys/add');
  await expect(page.getByRole('heading', { level: 1, name: 'Add a passkey' })).toBeVisible();
  await expectHelp(page, 'What is a passkey?');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const locale of ['en-GB', 'fr-FR']) {
    test(`the help page is open to strangers, loads nothing from elsewhere and needs no JavaScript, ${colorScheme}, ${locale}`, async ({
      visit,
    }) => {
      const { page } = await visit({ colorScheme, locale });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      await page.setViewportSize({ width: 320, height: 800 });
      await page.goto('/help');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        locale === 'fr-FR' ? 'Aide à la connexion' : 'Help with signing in',
      );
      await expect(page.getByRole('heading', { level: 2 })).toHaveCount(7);
      expect(new Set(asked)).toEqual(new Set([new URL(page.url()).origin]));
      // Each of the contents leads to a heading, and no other page is needed to read it.
      for (const link of await page.getByRole('navigation').getByRole('link').all()) {
        const target = (await link.getAttribute('href')) ?? '';
        await expect(page.locator(`h2${target}`)).toHaveText((await link.textContent()) ?? '?');
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(320);
      const plain = await visit({ locale, javaScript: false });
      await plain.page.goto('/help');
      await expect(plain.page.getByRole('heading', { level: 2 })).toHaveCount(7);
    });
  }
}
