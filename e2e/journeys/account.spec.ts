import { Authenticator } from '../support/authenticator.ts';
import { Looks } from '../support/looking.ts';
import { codesTo, mailsTo, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { expectActivity } from '../support/reading-activity.ts';
import { sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

test('a changed password ends other sessions, unless the customer keeps them, and is told by mail', async ({
  visit,
}) => {
  const { email, password } = people.passwordChange;
  const [here, elsewhere] = [await visit(), await visit()];
  await signIn(here.page, people.passwordChange);
  await signIn(elsewhere.page, people.passwordChange);
  const change = async (current: string, next: string, keep: boolean) => {
    await here.page.goto('/security/password');
    await here.page.getByLabel('Current password').fill(current);
    await here.page.getByLabel('New password', { exact: true }).fill(next);
    await here.page.getByLabel('The new password once more').fill(next);
    if (keep) await here.page.getByLabel('Keep my other sessions signed in').check();
    await here.page.getByRole('button', { name: 'Change the password' }).click();
  };
  await change('not my password', 'a first choice of words', false);
  await expect(here.page.getByText('That is not your current password')).toBeVisible();
  await change(password, 'short', false);
  await expect(here.page.getByText('That password is too short')).toBeVisible();
  await change(password, 'a first choice of words', true);
  await expect(here.page.getByText('Your password is changed.')).toBeVisible();
  await elsewhere.page.goto('/security');
  await expect(elsewhere.page).toHaveURL('/security');
  await change('a first choice of words', 'a second choice of words', false);
  await expect(here.page.getByText('Your password is changed.')).toBeVisible();
  await elsewhere.page.goto('/security');
  await expect(elsewhere.page).toHaveURL(/\/sign-in/);
  await mailTo(email, 'Your password was changed', 2);
  await expectActivity(here.page, [
    ['Password changed', 'Yes'],
    ['Session ended', 'Yes'],
    ['Password changed', 'Yes'],
    ['Password changed', 'No'],
  ]);
});

test('how good a new password is, is told while it is typed, and kept nowhere', async ({
  visit,
}) => {
  const { page } = await visit();
  await signIn(page, people.formForger);
  await page.goto('/security/password');
  const meter = page.getByRole('meter', { name: 'How hard to guess' });
  await expect(meter).toHaveCount(0);
  const field = page.getByLabel('New password', { exact: true });
  await field.fill('Bulkhead-Bulkhead-Bulkhead');
  await expect(page.getByText('That password is mostly made of our name.')).toBeVisible();
  await expect(meter).toHaveAttribute('value', /^[01]$/);
  const secret = 'eleven-lanterns-paint-amber';
  const sent: string[] = [];
  page.on('request', (request) => void sent.push(request.url()));
  await field.fill(secret);
  await expect(page.getByText('Very hard to guess.')).toBeVisible();
  await expect(meter).toHaveAttribute('value', '4');
  expect(sent.join()).not.toContain(secret);
  expect(page.url()).not.toContain(secret);
  expect(await page.content()).not.toContain(secret);
  await field.fill('');
  await expect(meter).toHaveCount(0);
});

test('a customer sees their sessions, ends one, and ends all others', async ({ visit }) => {
  const visits = [await visit(), await visit(), await visit()] as const;
  for (const { page } of visits) await signIn(page, people.sessions);
  const [{ page }, second, third] = visits;
  await page.goto('/security');
  const table = page.getByRole('region', { name: 'Sessions' }).getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByText('This one')).toHaveCount(1);
  await expect(table.getByText('Chrome on Linux').first()).toBeVisible();
  await table
    .getByRole('row', { name: new RegExp(second.address.replaceAll('.', '\\.')) })
    .getByRole('button', { name: /End/ })
    .click();
  await expect(page.getByText('The session is ended.')).toBeVisible();
  await second.page.goto('/');
  await expect(second.page).toHaveURL(/\/sign-in/);
  await third.page.goto('/');
  await expect(third.page).toHaveURL('/');
  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await expect(page.getByText('All other sessions are ended.')).toBeVisible();
  await third.page.goto('/');
  await expect(third.page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('button', { name: 'End all other sessions' })).toHaveCount(0);
  await expectActivity(page, [
    ['Session ended', 'Yes'],
    ['Session ended', 'Yes'],
  ]);
});

const place = 'Portugal · MEO - SERVICOS DE COMUNICACOES E MULTIMEDIA S.A. (AS3243)';

test('activity shows what was tried and done, filtered from the URL, and nobody else’s', async ({
  visit,
}) => {
  const stranger = await visit();
  await sendPassword(stranger.page, { ...people.activity, password: 'a guess' });
  await expect(stranger.page.getByText('That did not sign you in')).toBeVisible();
  const { page } = await visit({ address: '2.80.0.7' });
  await signIn(page, people.activity);
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  const table = page.getByRole('table');
  await expect(async () => {
    await page.reload();
    await expect(table.getByRole('row')).toHaveCount(4);
  }).toPass();
  await expect(table.getByRole('row').nth(1)).toContainText('Yes');
  await expect(table.getByRole('row').nth(1)).toContainText('Sign-in (mailed code)');
  await expect(table.getByRole('row').nth(1)).toContainText(place);
  await expect(table.getByRole('row').nth(3)).toContainText('Local network');
  for (const source of ['NRO', 'RouteViews', 'DB-IP']) {
    await expect(page.getByRole('contentinfo').getByRole('link', { name: source })).toBeVisible();
  }
  await expect(table.getByRole('row').nth(2)).toContainText('this device was new');
  await expect(table.getByRole('row').nth(3)).toContainText('No');
  await expect(table.getByRole('row').nth(3)).toContainText(stranger.address);
  await page.getByLabel('Outcome').selectOption('no');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/outcome=no/);
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.goto('/activity?kind=password-changed');
  await expect(page.getByText('Nothing matches this filter.')).toBeVisible();
  for (const nonsense of ['before=x', 'kind=%00', 'outcome[]=no', `before=${'9'.repeat(40)}.1`]) {
    expect((await page.goto(`/activity?${nonsense}`))?.status()).toBe(200);
  }
});

test('failed attempts in a row are one line that opens, found by network and day, and taken along as a file', async ({
  visit,
}) => {
  const strangers = [await visit(), await visit()];
  for (const stranger of [...strangers, strangers[0]]) {
    if (!stranger) continue;
    await stranger.page.goto('/sign-in');
    await sendPassword(stranger.page, { ...people.besieged, password: 'a guess' });
    await expect(stranger.page.getByText('That did not sign you in')).toBeVisible();
  }
  const { page } = await visit({ javaScript: false });
  await signIn(page, people.besieged);
  const rows = page.getByRole('table').getByRole('row');
  await expect(async () => {
    await page.goto('/activity');
    await expect(rows.nth(3)).toContainText('3 failed attempts from 2 addresses.', { timeout: 1 });
  }).toPass();
  await expect(rows).toHaveCount(4);
  await page.getByRole('link', { name: 'Show each' }).click();
  // From the newest of them on.
  await expect(rows).toHaveCount(4);
  await page.getByRole('link', { name: 'Put failed attempts together' }).click();
  await expect(rows).toHaveCount(4);

  await page.getByLabel('Address or network').fill(`${strangers[1]?.address}/32`);
  await page.getByLabel('From day').fill('2026-01-01');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/address=.*from=2026-01-01/);
  const file = await page.request.get(
    (await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href')) ?? '',
  );
  expect(file.headers()['content-disposition']).toBe('attachment; filename="activity.csv"');
  const lines = (await file.text()).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`sign-in,Sign-in,no,${strangers[1]?.address}`);

  await page.getByLabel('Address or network').fill('203.0.113.999');
  await page.getByLabel('To day').fill('2025-01-01');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('This is no address and no network.')).toBeVisible();
  await expect(page.getByText('This day is before the first.')).toBeVisible();
  await expect(page.getByLabel('Address or network')).toHaveValue('203.0.113.999');
  await expect(page.getByRole('table')).toHaveCount(0);
  expect((await page.request.get('/activity/export?format=csv&address=x')).status()).toBe(404);
  const stranger = await visit();
  const refused = await stranger.page.request.get('/activity/export?format=json', {
    maxRedirects: 0,
  });
  expect(refused.status()).toBe(307);
});

test('a customer’s form that names another customer’s session ends nothing', async ({ visit }) => {
  const victim = await visit();
  await signIn(victim.page, people.formVictim);
  await signIn((await visit()).page, people.formVictim);
  await victim.page.goto('/security');
  const ids = await victim.page
    .locator('button[name=session]')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLButtonElement).value));
  expect(ids).toHaveLength(1);
  const attacker = await visit();
  await signIn(attacker.page, people.formForger);
  await signIn((await visit()).page, people.formForger);
  await attacker.page.goto('/security');
  const button = attacker.page.locator('button[name=session]').first();
  await button.evaluate((element, id) => {
    (element as HTMLButtonElement).value = id as string;
  }, ids[0]);
  await button.click();
  await expect(attacker.page).toHaveURL(/\/security/);
  await victim.page.reload();
  await expect(victim.page.locator('button[name=session]')).toHaveCount(1);
});

test('a sign-in from an address not seen before is told by mail, from a known one it is not', async ({
  visit,
}) => {
  const first = await visit();
  await signIn(first.page, people.newAddress);
  const again = await visit({ address: first.address });
  await signIn(again.page, people.newAddress);
  const elsewhere = await visit();
  await signIn(elsewhere.page, people.newAddress);
  const mail = await mailTo(people.newAddress.email, 'Your account was opened from a new address');
  expect(mail.text).toContain(elsewhere.address);
  expect(mail.html).toContain(elsewhere.address);
  const told = (await mailsTo(people.newAddress.email)).filter((one) =>
    /new address/.test(one.subject),
  );
  expect(told).toHaveLength(1);
});

test('in French, the panel is French from sign-in to recovery codes', async ({ visit }) => {
  test.setTimeout(240_000);
  const looks = new Looks();
  const { page } = await visit({ locale: 'fr-FR' });
  await page.goto('/sign-in');
  await page.getByLabel('Adresse').fill(people.french.email);
  await page.getByLabel('Mot de passe').fill(people.french.password);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Saisissez le code reçu' })).toBeVisible();
  await expect.poll(async () => (await codesTo(people.french.email)).length).toBe(1);
  await page.getByLabel('Code à huit chiffres').fill((await codesTo(people.french.email)).join());
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Vue d’ensemble' })).toBeVisible();
  for (const [link, heading] of [
    ['Activité', 'Activité'],
    ['Sécurité', 'Sécurité'],
  ] as const) {
    await page.getByRole('link', { name: link, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  }
  await page.getByRole('link', { name: 'Configurer une application d’authentification' }).click();
  await page.getByLabel('Mot de passe actuel').fill(people.french.password);
  await page.getByRole('button', { name: 'Afficher le code QR' }).click();
  await expect(page.getByRole('img', { name: /Code QR/ })).toBeVisible();
  await looks.here(page);
  const open = page.getByRole('link', { name: 'Ouvrir dans une application de cet appareil' });
  const phone = Authenticator.fromUri((await open.getAttribute('href')) ?? '');
  await page.getByLabel('Code à six chiffres').fill(phone.wrongCode());
  await page.getByRole('button', { name: 'Activer l’application d’authentification' }).click();
  await expect(page.getByText('Ce code n’a pas fonctionné.')).toBeVisible();
  await looks.here(page);
  await page.getByLabel('Code à six chiffres').fill(await phone.code());
  await page.getByRole('button', { name: 'Activer l’application d’authentification' }).click();
  await expect(page.getByText('Conservez ces codes de secours maintenant')).toBeVisible();
  await expect(page.locator('main').getByRole('listitem')).toHaveCount(10);
  await looks.here(page);
  await page.getByRole('link', { name: 'Je les ai conservés' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sécurité' })).toBeVisible();
  // Chosen on the panel, the language is also that of mails, links included.
  const kept = page.waitForResponse((reply) => reply.request().method() === 'POST');
  await page.getByRole('button', { name: 'Français' }).click();
  await kept;
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Se connecter' })).toBeVisible();
  await page.goto('/forgotten-password');
  await page.getByLabel('Adresse').fill(people.french.email);
  await page.locator('main').getByRole('button').click();
  await mailTo(people.french.email, 'Choisissez un nouveau mot de passe');
});
