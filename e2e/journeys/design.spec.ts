import type { Page } from '@playwright/test';
import { staffStateFile } from '../support/bulkhead.ts';
import { expect, test } from '../support/test.ts';

const paper = { light: 'rgb(247, 247, 245)', dark: 'rgb(19, 21, 24)' };
const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with' : 'without';
  test(`a theme can be chosen before signing in, ${how} JavaScript`, async ({ visit }) => {
    const { page, context } = await visit({ colorScheme: 'dark', javaScript });
    await page.goto('/sign-in');
    expect(await ground(page)).toBe(paper.dark);
    const form = page.getByRole('form', { name: 'Theme' });
    await form.getByRole('button', { name: 'Light' }).click();
    await expect(form.getByRole('button', { name: 'Light', pressed: true })).toBeVisible();
    expect(await ground(page)).toBe(paper.light);
    const [cookie] = (await context.cookies()).filter(({ name }) => name === 'bulkhead.theme');
    expect(cookie).toMatchObject({ value: 'light', httpOnly: true, sameSite: 'Lax' });
    // Said by the server itself: nothing is painted in another theme first.
    const reply = await context.request.get('/forgotten-password');
    const text = await reply.text();
    expect(text).toContain('<html lang="en" data-theme="light"');
    expect(text).toContain('<meta name="color-scheme" content="light"/>');
    await page.goto('/forgotten-password');
    expect(await ground(page)).toBe(paper.light);
    await form.getByRole('button', { name: 'System' }).click();
    await expect(form.getByRole('button', { name: 'System', pressed: true })).toBeVisible();
    expect(await ground(page)).toBe(paper.dark);
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('bulkhead.theme');
  });
}

test('a theme that is none changes nothing, and nothing of it is sent back', async ({ visit }) => {
  const { page, context } = await visit({ colorScheme: 'light' });
  await page.goto('/sign-in');
  const url = new URL(page.url()).origin;
  await context.addCookies([{ name: 'bulkhead.theme', value: 'dark" onload="x', url }]);
  const text = await (await context.request.get('/sign-in')).text();
  expect(text).not.toContain('onload');
  expect(text).not.toContain('data-theme="');
  await page.getByRole('form', { name: 'Theme' }).evaluate((form: HTMLFormElement) => {
    for (const button of form.querySelectorAll('button')) button.value = 'sepia';
  });
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.getByRole('button', { name: 'System', pressed: true })).toBeVisible();
  expect(await ground(page)).toBe(paper.light);
});

test('nothing on a page moves once it is shown, and its letters are asked for at once', async ({
  visit,
}) => {
  const { page } = await visit({ storageState: staffStateFile });
  const strangers = await visit();
  for (const [one, path] of [
    [strangers.page, '/sign-in'],
    [page, '/activity'],
    [page, '/staff'],
  ] as const) {
    await one.addInitScript(() => {
      const noted = window as unknown as { shifted: number };
      noted.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          noted.shifted += (entry as unknown as { value: number }).value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const reply = await one.goto(path, { waitUntil: 'networkidle' });
    expect(reply?.headers().link, path).toMatch(/\.woff2>; rel=preload; as="font"/);
    await expect(one.getByRole('heading', { level: 1 })).toBeVisible();
    const { shifted, fonts, loaded } = await one.evaluate(() => ({
      shifted: (window as unknown as { shifted: number }).shifted,
      fonts: performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.woff2'))
        .map(({ name }) => new URL(name).origin),
      loaded: document.fonts.check('16px letters'),
    }));
    expect(shifted, path).toBeLessThan(0.01);
    expect(fonts, path).toEqual([new URL(one.url()).origin]);
    expect(loaded, path).toBe(true);
  }
});

test('an icon that a page names is on its sheet', async ({ visit }) => {
  const { page } = await visit({ storageState: staffStateFile });
  for (const path of ['/activity?address=x', '/staff']) {
    await page.goto(path);
    const missing = await page.evaluate(() =>
      [...document.querySelectorAll('use')]
        .map((use) => use.getAttribute('href') ?? '')
        .filter((href) => !document.querySelector(href)),
    );
    expect(missing, path).toEqual([]);
    await expect(page.locator('use[href="#icon-bell"]')).toHaveCount(1);
  }
});

test('the page for whoever works on the panel is not in what is built', async ({ visit }) => {
  const { page } = await visit({ storageState: staffStateFile });
  const reply = await page.goto('/design');
  expect(reply?.status()).toBe(404);
});
