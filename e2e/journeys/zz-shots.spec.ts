import { Authenticator } from '../support/authenticator.ts';
import { staffStateFile } from '../support/bulkhead.ts';
import { makeColleague } from '../support/make-colleague.ts';
import { people } from '../support/people.ts';
import { signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

test('shots', async ({ visit }) => {
  test.setTimeout(240_000);
  const dir = '/tmp/campaigns';
  await makeColleague(people.secondMember, 'security');
  const second = await visit();
  const { page } = second;
  const a = new Authenticator(people.secondMember.totpKey, Math.floor(Date.now() / 30_000));
  await signIn(page, people.secondMember, a);
  await page.goto('/staff/resets/some');
  await page.screenshot({ path: `${dir}/some-empty.png`, fullPage: true });
  await page.getByLabel('A list of email addresses').check();
  await page.getByLabel('Email addresses', { exact: true }).fill('x y\nfoo@example.com');
  await page.getByRole('button', { name: /whom it concerns/ }).click();
  await expect(page.getByText(/line 1/)).toBeVisible();
  await page.screenshot({ path: `${dir}/some-error.png`, fullPage: true });
  await page
    .getByLabel('Email addresses', { exact: true })
    .fill(
      [people.campaignOne, people.campaignTwo, people.campaignThree]
        .map((p) => p.email)
        .join('\n') + '\nfoo@example.com',
    );
  await page.getByRole('button', { name: /whom it concerns/ }).click();
  await expect(page.getByText(/Customers concerned/)).toBeVisible();
  await page.screenshot({ path: `${dir}/some-preview.png`, fullPage: true });
  await page.getByLabel('Reason, for all of them to read').fill('A list was found.');
  await page.getByLabel('Code from your authenticator').fill(await a.code());
  await page.getByRole('button', { name: 'Require new passwords' }).click();
  await expect(page.getByText('This waits for a second member')).toBeVisible();
  await page.screenshot({ path: `${dir}/own.png`, fullPage: true });
  const url = page.url();
  const state = '/tmp/campaigns/second.json';
  await second.context.storageState({ path: state });
  for (const [name, o] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' as const },
    french: { locale: 'fr-FR' },
  })) {
    const v = await visit({ storageState: staffStateFile, ...o });
    if (name === 'french')
      await v.context.addCookies([{ name: 'language', value: 'fr', url: new URL(url).origin }]);
    if (name === 'french') await v.page.setViewportSize({ width: 320, height: 800 });
    await v.page.goto(url);
    await v.page.screenshot({ path: `${dir}/approve-${name}.png`, fullPage: true });
    await v.page.goto('/staff/resets');
    await v.page.screenshot({ path: `${dir}/resets-${name}.png`, fullPage: true });
    await v.page.goto('/staff/resets/some');
    await v.page.screenshot({ path: `${dir}/some-${name}.png`, fullPage: true });
  }
});
