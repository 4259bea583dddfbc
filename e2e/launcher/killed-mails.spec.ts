import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { freePort } from '../../lib/launch/ports.ts';
import { enrol } from '../support/enrolling.ts';
import { signIn } from '../support/signing-in.ts';
import { writeMessage } from '../support/staff-work.ts';
import { Installation } from './installation.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'bulkhead-mails-'));
const customers = 90;
const member = {
  name: 'Mia Member',
  email: 'mia.member@example.com',
  password: 'lantern over the quiet harbour',
};
const subject = 'Your password was in a list';
const mailsShape = z.array(
  z.object({ subject: z.string(), to: z.array(z.object({ address: z.string() })) }),
);

let bulkhead: Installation;
let running: Awaited<ReturnType<Installation['start']>>;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  // So many in a minute that the telling takes two of them.
  bulkhead = new Installation(dataDir, await freePort(), await freePort(), {
    MAILS_PER_MINUTE: '60',
  });
  running = await bulkhead.start();
  const file = path.join(dataDir, 'customers.csv');
  const hash = '$5$rounds=1000$RP0Mzu2jl.7D.uEn$Z2tdStkRQr7lDyj74pSIhpEZbwb2HZSFLMv/HgR8M27';
  const rows = Array.from(
    { length: customers },
    (_, n) => `c${n}@example.org,C${n},${hash},2015-06-22T00:00:00Z,${n % 2 ? 'en' : 'fr'}`,
  );
  writeFileSync(file, ['email,name,password_hash,created_at,language', ...rows].join('\n'));
  bulkhead.bulkhead('import', 'customers', file);
});
test.afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

/** How often each address got a mail with this subject. */
async function mailsTo(wanted: string): Promise<Map<string, number>> {
  const reply = await fetch(`http://localhost:${bulkhead.mailboxPort}/api/email`);
  const counts = new Map<string, number>();
  for (const mail of mailsShape.parse(await reply.json())) {
    if (mail.subject !== wanted) continue;
    for (const { address } of mail.to) counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

async function setUp(page: Page) {
  const link = /https?:\S+\/setup\/link\?\S+/.exec(running.said())?.[0] ?? '';
  await page.goto(link);
  await page.getByLabel('Your name').fill(member.name);
  await page.getByLabel('Your email address').fill(member.email);
  await page.getByLabel('New password', { exact: true }).fill(member.password);
  await page.getByLabel('The new password once more').fill(member.password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, member);
  return enrol(page, member.password);
}

async function killWorker() {
  const { pid } = bulkhead.zones().worker;
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => bulkhead.zones().worker.pid, { timeout: 60_000 }).not.toBe(pid);
}

test('a mail phase whose worker is killed, paused, killed again and resumed tells everyone exactly once', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const page = await browser.newPage({ baseURL: `http://localhost:${bulkhead.port}` });
  const { authenticator } = await setUp(page);
  await page.goto('/staff/resets/some');
  await page.getByLabel('Has a password stored in an older form').check();
  await page.getByLabel('Subject in English').fill(subject);
  await page.getByLabel('Subject in French').fill(subject);
  await writeMessage(page, { en: 'A list was found.', fr: 'Une liste a été trouvée.' });
  await page.getByRole('button', { name: 'Show whom it concerns' }).click();
  await expect(page.getByText(`Customers concerned: ${customers}`)).toBeVisible();
  await expect(page.getByLabel('Message in French')).toHaveValue('Une liste a été trouvée.');
  await page.getByLabel('Code from your authenticator').fill(await authenticator.code());
  await page.getByRole('button', { name: 'Require new passwords' }).click();

  const told = page.getByText(/^\d+ of \d+ have been told by mail\.$/);
  await expect(told).toContainText(`60 of ${customers}`, { timeout: 60_000 });
  await killWorker();
  await page.getByRole('button', { name: 'Pause the mails' }).click();
  await expect(page.getByText('Paused: 60 told, 30 not yet.')).toBeVisible();
  await killWorker();
  await expect(page.getByText('Paused: 60 told, 30 not yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Let the mails go on' }).click();
  await expect(page.getByText(`Done: ${customers} were told.`)).toBeVisible({ timeout: 200_000 });
  await expect(told).toContainText(`${customers} of ${customers}`);
  const mails = await mailsTo(subject);
  expect(mails.size).toBe(customers);
  expect([...mails.values()].every((count) => count === 1)).toBe(true);

  await page.getByRole('button', { name: 'Send a reminder' }).click();
  await expect(page.getByText('Tick the box to confirm that you mean it.')).toBeVisible();
  await page.getByLabel(/Everyone who was told/).check();
  await page.getByRole('button', { name: 'Send a reminder' }).click();
  await expect(page.getByText('Sending the mails again: reminder 1')).toBeVisible();
  await page.getByLabel(/Whoever has not been told/).check();
  await page.getByRole('button', { name: 'Stop the mails' }).click();
  await expect(page.getByText(/Stopped for good; reminders sent: \d+/)).toBeVisible();
  await page.goto('/staff/audit');
  for (const act of ['Paused', 'Stopped']) {
    await expect(page.getByRole('cell', { name: `${act} the mails of a reset` })).toBeVisible();
  }
});
