import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { faultsAtWidth } from '../support/fitting.ts';

const root = path.resolve(import.meta.dirname, '../..');
const parts = globSync('app/design/*.tsx', { cwd: root }).flatMap((file) =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/<Section\s+title="([^"]+)"/g)].map(
    ([, title = '']) => title,
  ),
);

test('the visual language is shown as it is written, to whoever works on the panel, and is for everyone too', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const child = spawn(process.execPath, ['lib/launch/bootstrap.mjs', 'design'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  try {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 60_000 }).toMatch(/http:\S+\/design/);
    const [url = ''] = /http:\S+\/design/.exec(said) ?? [];
    // It is told before anybody answers there, and the first look makes the page.
    await expect(async () => {
      expect((await page.goto(url, { timeout: 120_000 }))?.status()).toBe(200);
    }).toPass({ timeout: 200_000 });
    expect(parts.length).toBeGreaterThan(8);
    for (const name of parts) {
      await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible();
    }
    await expectAccessible(page);
    expect(await faultsAtWidth(page, 320)).toEqual([]);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
