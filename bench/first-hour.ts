import { rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { copyIntoEmptyFolder } from '../e2e/launcher/empty-folder.ts';
import { rehearseFirstHour } from '../e2e/launcher/first-hour.ts';
import { Installation } from '../e2e/launcher/installation.ts';
import { requireBrowser } from '../lib/launch/browser.ts';
import { freePort } from '../lib/launch/ports.ts';
import { type Figure, plain } from './figure.ts';

/**
 * From `npm start` in an empty folder to the first authenticator: what a person takes by the keystroke-level model of
 * `e2e/launcher/newcomer.ts`, and what the machine takes, measured. Packages are installed already.
 */
export async function measureFirstHour(): Promise<Figure[]> {
  const folder = copyIntoEmptyFolder();
  const settings = { BCRYPT_COST: '12' };
  const dataDir = path.join(folder, '.data');
  const bulkhead = new Installation(dataDir, await freePort(), await freePort(), settings, folder);
  const startedAt = Date.now();
  const { child, ended, said } = await bulkhead.start();
  const ready = (Date.now() - startedAt) / 1_000;
  const browser = await chromium.launch({
    executablePath: requireBrowser((words) => process.stderr.write(`${words}\n`)),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const openedAt = Date.now();
    const { newcomer } = await rehearseFirstHour(browser, said());
    const pages = (Date.now() - openedAt) / 1_000;
    const whole = ready + pages + newcomer.seconds;
    return [
      plain(`${newcomer.steps.length} steps of a newcomer, by the model`, newcomer.seconds, 's'),
      plain('from npm start to its address, nothing built', ready, 's'),
      plain('all of the first hour', whole, 's', { kind: 'limit', most: 180 }),
    ];
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}
