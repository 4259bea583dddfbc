import { people } from '../support/people.ts';
import { expectSignedIn, sendMailedCode } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

test('a password is masked while it is typed, can be pasted, and is marked for password managers', async ({
  visit,
}) => {
  const { page, context } = await visit();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/sign-in');
  const password = page.getByLabel('Password');
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveAttribute('autocomplete', 'current-password');
  await expect(page.getByLabel('Email')).toHaveAttribute('autocomplete', 'username webauthn');

  await page.evaluate((text) => navigator.clipboard.writeText(text), people.pasting.password);
  await page.getByLabel('Email').fill(people.pasting.email);
  await password.press('ControlOrMeta+V');
  await expect(password).toHaveValue(people.pasting.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await sendMailedCode(page, people.pasting.email, 0);
  await expectSignedIn(page);

  await page.goto('/security/password');
  const fields = page.locator('input[autocomplete$="-password"]');
  await expect(fields.first()).toBeVisible();
  for (const field of await fields.all()) await expect(field).toHaveAttribute('type', 'password');
});

test('nothing is served but pages and what they load: no folder, source, map or tool of development', async ({
  visit,
}) => {
  const { page } = await visit();
  await page.goto('/sign-in');
  const script = await page.locator('script[src]').first().getAttribute('src');
  expect(script).toMatch(/^\/_next\/static\/.*\.js/);
  for (const path of [
    '/.git/HEAD',
    '/.git/',
    '/.env',
    '/package.json',
    '/lib/auth/service/main.ts',
    '/_next/',
    '/_next/static/',
    '/_next/static/chunks/',
    `${script?.split('?')[0]}.map`,
    '/_next/webpack-hmr',
    '/__nextjs_original-stack-frames',
    '/__nextjs_source-map?filename=app/error.tsx',
    '/__nextjs_error_feedback',
    '/_next/static/../../package.json',
    '/_next/static/%2e%2e/%2e%2e/package.json',
  ]) {
    const response = await page.request.get(path, { maxRedirects: 0 });
    expect([307, 308, 400, 404], path).toContain(response.status());
    expect(await response.text(), path).not.toMatch(/Index of|refs\/heads|"dependencies"|import /);
  }
});
