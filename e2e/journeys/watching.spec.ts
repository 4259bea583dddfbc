import { Canaries, canaryWord } from '../../lib/testing/canaries.ts';
import { bulkhead } from '../support/bulkhead.ts';
import { codesTo, linkIn, mailTo } from '../support/mailbox.ts';
import { people } from '../support/people.ts';
import { postAs } from '../support/posting.ts';
import { logged, logs } from '../support/reading-logs.ts';
import { askForLink, chooseNewPassword } from '../support/resetting.ts';
import { sendMailedCode, sendPassword, signIn } from '../support/signing-in.ts';
import { expect, test } from '../support/test.ts';

const idHeader = 'x-bulkhead-request';

test('a request is found by one id in the logs of the manager, the auth service and the worker', async ({
  visit,
}) => {
  await signIn((await visit()).page, people.watched);
  // From elsewhere: the customer is told of it by mail.
  const { page } = await visit();
  const stranger = '0f5dbb52-7a9b-4a52-8f0e-3a4f7b1e6c11';
  await page.setExtraHTTPHeaders({ [idHeader]: stranger });
  const before = (await codesTo(people.watched.email)).length;
  await sendPassword(page, people.watched);
  await expect(page).toHaveURL(/mailed-code/);
  const posted = page.waitForResponse((response) => response.request().method() === 'POST');
  await sendMailedCode(page, people.watched.email, before);
  const id = (await posted).headers()[idHeader] ?? 'none';
  expect(id).toMatch(/^[0-9a-f-]{36}$/);

  const events = (process: 'manager' | 'auth' | 'worker') =>
    logged(process, id).map(({ event, verb, task }) => `${event} ${verb ?? task ?? ''}`.trim());
  await expect.poll(() => events('manager')).toEqual(['answered']);
  await expect
    .poll(() => events('auth'))
    .toEqual(['decided verify-mailed-code', 'decided redeem-grant']);
  await expect.poll(() => events('worker')).toEqual(['job-done send-notice']);
  // A visitor does not choose what stands in our logs.
  for (const process of ['manager', 'auth', 'worker'] as const) {
    expect(logged(process, stranger)).toEqual([]);
  }
});

test('nothing that is typed, mailed or asked for reaches a log of any process', async ({
  visit,
  request,
}) => {
  const canaries = new Canaries();
  const secret = (what: string) => canaries.add(what, canaryWord());
  canaries.add('the old password', people.watched.password);
  canaries.add('the email', people.watched.email, { inParts: false });
  const { page } = await visit();
  await sendPassword(page, { ...people.watched, password: secret('a wrong password') });
  await expect(page.getByText('That did not sign you in')).toBeVisible();
  await sendPassword(page, { email: `${secret('the email')}@example.com`, password: 'x' });
  await expect(page.getByText('That did not sign you in')).toBeVisible();

  await askForLink(page, people.watched.email);
  const link = linkIn(await mailTo(people.watched.email, 'Choose a new password'));
  canaries.add('the token of a link', new URL(link).searchParams.get('token') ?? '');
  await page.goto(link);
  const next = secret('the new password');
  await chooseNewPassword(page, next);
  await expect(page.getByText('Your new password is set')).toBeVisible();
  await signIn(page, { ...people.watched, password: next });
  for (const { name, value } of await page.context().cookies()) {
    if (value.length > 20) canaries.add(`cookie ${name}`, value);
  }

  const { url } = bulkhead();
  for (const path of [
    `/${secret('a path')}`,
    `/sign-in?next=/${secret('next')}`,
    '/api/auth/csrf',
  ]) {
    await request.get(`${url}${path}`);
  }
  await request.get(`${url}/reset/link?token=${secret('a token that is none')}`);
  await request.get(`${url}/`, { headers: { cookie: `session=${secret('a cookie')}` } });
  await request.get(`${url}/api/health?${secret('a query')}`);
  await request.post(`${url}/sign-in`, { data: secret('a body'), headers: { origin: url } });
  await request.post(`${url}/sign-in`, {
    multipart: { password: secret('a refused form') },
    headers: { origin: url, 'next-action': secret('an action') },
  });
  await postAs({ request }, `${url}/sign-in`, { password: secret('a form') });
  await postAs({ request }, `${url}/api/auth/callback/credentials`, {
    grant: secret('a grant'),
    csrfToken: secret('a CSRF token'),
  });

  const found = Object.entries(logs()).map(([name, text]) => [name, canaries.find(text)]);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(Object.keys(logs()).map((name) => [name, []])),
  );
  expect(Object.keys(logs())).toEqual(expect.arrayContaining(['auth', 'manager', 'worker']));
  expect(canaries.find(`${logs().manager}${next}`)).not.toEqual([]);
});

test('the auth service is watched where the launcher was told, and only there', async ({
  request,
}) => {
  const { url, watchUrl } = bulkhead();
  expect((await request.get(`${watchUrl}/ready`)).status()).toBe(200);
  const metrics = await (await request.get(`${watchUrl}/metrics`)).text();
  expect(metrics).toMatch(/^bulkhead_auth_password_rows\{scheme="bcrypt-hmac-sha384"\} \d+$/m);
  expect((await request.get(`${url}/metrics`)).status()).toBe(404);
});
