import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { withClient } from '../../../database/roles.ts';
import { startAuthService } from '../../../testing/auth-service.ts';
import { canaryWord } from '../../../testing/canaries.ts';
import { totpCode } from '../../../testing/totp-code.ts';
import { bodyMaxBytes, callerHeader, requestIdHeader, timeHeader } from '../../contract.ts';
import type { CanaryRun } from './canary-run.ts';

const home = { address: '198.51.100.7' };
let networks = 0;
const freshSource = () => ({ address: `192.0.2.${networks++ & 255}` });

/** Somebody of the run, with what the later flows need of them. Filled in by {@link useEveryCredential}. */
const people = {
  staff: { id: randomUUID(), email: 'staff@example.com', password: '', codes: [] as string[] },
  customer: { id: randomUUID(), email: 'customer@example.com', password: '' },
};

function passwordOf(run: CanaryRun, whose: string): string {
  return run.canaries.add(`password, ${whose}`, canaryWord());
}

/** Every credential there is, right and wrong, through every verb that takes or gives one. */
export async function useEveryCredential(run: CanaryRun): Promise<void> {
  for (const { email } of Object.values(people)) {
    run.canaries.add('an email', email, { inParts: false });
  }
  await setUpStaff(run);
  await inviteCustomer(run);
  await changeEmail(run);
  await signInByMailedCode(run);
  await signIn(run);
  await importLegacy(run);
  await rotateKeys(run);
  await run.noteStored();
}

async function setUpStaff(run: CanaryRun) {
  const { ask, canaries } = run;
  const { id: subject, email } = people.staff;
  const token = canaries.add('token of the set-up', randomBytes(32).toString('base64url'));
  const tokenHash = createHash('sha256').update(token).digest('hex');
  canaries.add('hash of the set-up token', tokenHash);
  await ask('open-setup', { tokenHash }, 'operator');
  const password = passwordOf(run, 'of staff');
  people.staff.password = password;
  const setUp = { token, subject, email, language: 'en', source: home } as const;
  const short = canaries.add('password too short', canaryWord(9));
  expect(await ask('complete-setup', { ...setUp, password: short })).toMatchObject({
    verdict: 'refused',
  });
  expect(await ask('complete-setup', { ...setUp, password })).toEqual({ verdict: 'yes' });
  const wrong = passwordOf(run, 'wrong, at an enrolment');
  await ask('begin-totp', { subject, password: wrong, source: home });
  const begun = await ask('begin-totp', { subject, password, source: home });
  const key = canaries.add('a TOTP key', String(begun.key));
  const confirm = (code: string) => ask('confirm-totp', { subject, code, source: home });
  await confirm(canaries.add('a wrong code', canaryWord(12)));
  const code = canaries.add('a code', totpCode(key));
  const { recoveryCodes } = await confirm(code);
  people.staff.codes = (recoveryCodes as string[]).map((one) =>
    canaries.add('a recovery code', one),
  );
  for (const one of people.staff.codes) canaries.add('a recovery code', one.replaceAll('-', ''));
  await run.noteStored();
}

async function inviteCustomer(run: CanaryRun) {
  const { ask } = run;
  const { id: subject, email } = people.customer;
  await ask('invite', { subject, email, language: 'fr', staff: people.staff.id });
  const token = await run.mailedToken(email);
  await ask('inspect-link', { token, source: home });
  people.customer.password = passwordOf(run, 'of a customer');
  const complete = (password: string) => ask('complete-link', { token, password, source: home });
  expect(await complete(run.canaries.add('password too short', canaryWord(8)))).toMatchObject({
    verdict: 'refused',
  });
  expect(await complete(people.customer.password)).toMatchObject({ verdict: 'yes' });
  // Used up: what is sent with it now is worth nothing, and no less secret.
  expect(await complete(passwordOf(run, 'with a used link'))).toEqual({ verdict: 'no' });
}

async function changeEmail(run: CanaryRun) {
  const { ask, canaries } = run;
  const subject = randomUUID();
  const [before, after] = ['mover@example.com', 'moved@example.com'].map((email) =>
    canaries.add('an email', email, { inParts: false }),
  ) as [string, string];
  await ask('invite', { subject, email: before, language: 'en', staff: people.staff.id });
  const token = await run.mailedToken(before);
  const password = passwordOf(run, 'of somebody who moves');
  await ask('complete-link', { token, password, source: freshSource() });
  const asked = { subject, email: after, askedIn: randomUUID(), source: home };
  const wrong = passwordOf(run, 'wrong, at a change of address');
  expect(await ask('request-email-change', { ...asked, password: wrong })).toEqual({
    verdict: 'no',
  });
  expect(await ask('request-email-change', { ...asked, password })).toMatchObject({
    verdict: 'yes',
  });
  for (const [side, to] of [
    ['new', after],
    ['old', before],
  ] as const) {
    const link = { token: await run.mailedToken(to, side === 'old' ? 1 : 0), source: home };
    await ask('inspect-email-change', link);
    expect(await ask('confirm-email-change', { ...link, side })).toMatchObject({ verdict: 'yes' });
    await run.noteStored();
  }
  const offer = { token: await run.mailedToken(before, 2), source: home };
  expect(await ask('inspect-disowning', offer)).toMatchObject({ restores: true });
}

async function signIn(run: CanaryRun) {
  const { ask, canaries } = run;
  const { staff, customer } = people;
  for (let attempt = 0; attempt < 12; attempt++) {
    const password = passwordOf(run, 'wrong');
    await ask('verify-password', { email: customer.email, password, source: freshSource() });
  }
  const question = { email: customer.email, password: customer.password, source: home };
  const grant = canaries.add('a grant', String((await ask('verify-password', question)).grant));
  for (const verdict of ['yes', 'no']) {
    expect(await ask('redeem-grant', { grant, purpose: 'sign-in' })).toMatchObject({ verdict });
  }
  const next = passwordOf(run, 'of a customer, the next');
  const change = (current: string) =>
    ask('change-password', { subject: customer.id, current, next, source: home });
  await change(passwordOf(run, 'wrong, at a change'));
  expect(await change(customer.password)).toEqual({ verdict: 'yes' });
  customer.password = next;

  const first = await ask('verify-password', { ...staff, source: home });
  const challenge = canaries.add('a challenge', String(first.challenge));
  const factor = (method: 'totp' | 'recovery-code', code: string) =>
    ask('verify-second-factor', { challenge, method, code, source: home });
  expect(await factor('totp', canaries.add('a wrong code', '918273'))).toMatchObject({
    verdict: 'no',
  });
  await factor('recovery-code', canaries.add('a wrong recovery code', 'ab2d-ef4h-jk6m-np8q'));
  const second = await factor('recovery-code', String(staff.codes[0]));
  canaries.add('a grant', String(second.grant));
  await run.noteStored();

  await ask('request-link', { email: staff.email, source: home });
  const token = await run.mailedToken(staff.email);
  const password = passwordOf(run, 'of staff, by a link');
  const complete = (code: string) =>
    ask('complete-link', { token, password, method: 'recovery-code', code, source: home });
  expect(await complete('zz2d-ef4h-jk6m-np8q')).toEqual({ verdict: 'wrong-code' });
  expect(await complete(String(staff.codes[1]))).toMatchObject({ verdict: 'yes' });
  staff.password = password;
  await ask('replace-recovery-codes', {
    subject: staff.id,
    password,
    code: '918273',
    source: home,
  });
  const resetCode = canaries.add('a code, for a reset of everyone', '645312');
  await ask('start-reset', {
    reset: randomUUID(),
    scope: { kind: 'all', code: resetCode },
    reason: 'A list was found.',
    staff: staff.id,
    source: home,
  });
  await ask('change-staff-role', {
    change: randomUUID(),
    subject: customer.id,
    role: 'security',
    code: canaries.add('a code, for a change of role', '384915'),
    staff: staff.id,
    source: home,
  });
}

async function signInByMailedCode(run: CanaryRun) {
  const { ask, canaries } = run;
  const { customer } = people;
  const source = freshSource();
  const first = await ask('verify-password', { ...customer, source });
  const challenge = canaries.add('a challenge', String(first.challenge));
  const answer = (code: string) => ask('verify-mailed-code', { challenge, code, source });
  const older = await run.mailedCode(customer.email, 0);
  await answer(canaries.add('a wrong code', '90817263'));
  expect(await ask('send-mailed-code', { challenge, source })).toEqual({ verdict: 'yes' });
  const newer = await run.mailedCode(customer.email, 1);
  await run.noteStored();
  expect(await answer(older)).toEqual({ verdict: 'no', challenge: 'open' });
  const { grant } = await answer(newer);
  canaries.add('a grant', String(grant));
}

async function importLegacy(run: CanaryRun) {
  const { ask, canaries } = run;
  const password = passwordOf(run, 'of an older system');
  const salt = randomBytes(16);
  let digest = createHash('sha256').update(salt).update(password).digest();
  for (let round = 1; round < 1_000; round++) digest = createHash('sha256').update(digest).digest();
  canaries.add('digest of an older system', digest);
  const good = `$sha256i$r=1000$${salt.toString('base64')}$${digest.toString('base64')}`;
  const key = [...randomBytes(32)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte & 31]);
  const totpKey = canaries.add('a TOTP key of an older system', key.join(''));
  const row = (values: { passwordHash: string; totpKey?: string }) => {
    const subject = randomUUID();
    const email = `${subject}@example.com`;
    return {
      subject,
      email,
      language: 'en',
      passwordSetAt: '2015-06-22T00:00:00Z',
      ...values,
    } as const;
  };
  const bad = () => canaries.add('a hash that is none', canaryWord(43));
  const rows = [
    row({ passwordHash: good, totpKey }),
    row({ passwordHash: good }),
    row({ passwordHash: bad() }),
    row({ passwordHash: `$5$rounds=8000$salt$${bad()}x` }),
    row({ passwordHash: `$5$rounds=999999999$salt$${bad()}` }),
    row({
      passwordHash: good,
      totpKey: canaries.add('a TOTP key that is none', `${canaryWord()}!`),
    }),
  ];
  await ask('import-credentials', { rows }, 'operator');
  await run.noteStored();
  const verify = (at: number, typed: string) =>
    ask('verify-password', { email: rows[at]?.email ?? '', password: typed, source: home });
  const { challenge } = await verify(0, password);
  canaries.add('a challenge', String(challenge));
  const code = canaries.add('a code', totpCode(totpKey));
  const question = { challenge: String(challenge), method: 'totp', code, source: home } as const;
  expect(await ask('verify-second-factor', question)).toMatchObject({ verdict: 'yes' });
  expect(await verify(1, passwordOf(run, 'wrong, of an older system'))).toEqual({ verdict: 'no' });
  expect(await verify(1, password)).toMatchObject({ verdict: 'mailed-code' });
  await ask('wrap-legacy-hashes', { action: 'start', rowsPerSecond: 10 }, 'operator');
}

async function rotateKeys(run: CanaryRun) {
  for (const kind of ['key-encryption', 'pepper'] as const) {
    await run.noteStored();
    expect(await run.ask('rotate-keys', { kind }, 'operator')).toMatchObject({ verdict: 'yes' });
  }
  const promoted = `SELECT count(*)::int AS n FROM key_version WHERE version = 2 AND state = 'current'`;
  while ((await run.sql<{ n: number }>(promoted))[0]?.n !== 2);
}

/** Secrets where they have no business: other fields, addresses, headers, and bodies that are no question. */
export async function askWithSecretsInWrongPlaces(run: CanaryRun): Promise<void> {
  const secret = (where: string) => run.canaries.add(`a secret in ${where}`, canaryWord());
  const token = (where: string) =>
    run.canaries.add(`a token in ${where}`, randomBytes(32).toString('base64url'));
  const at = (verb: string) => `/v1/${verb}`;
  const source = home;
  const questions: [verb: string, body: unknown][] = [
    ['verify-password', { email: secret('the email'), password: secret('password'), source }],
    ['verify-password', { email: `${secret('the email')}@example.com`, password: 'x', source }],
    ['verify-password', { email: 'a@example.com', password: { [secret('a field')]: 1 }, source }],
    [
      'verify-password',
      { email: 'a@example.com', password: `\ud800${secret('half a letter')}`, source },
    ],
    [
      'verify-password',
      { email: 'a@example.com', password: 'x', source: { address: secret('the address') } },
    ],
    [
      'verify-second-factor',
      { challenge: secret('the challenge'), method: 'totp', code: '1', source },
    ],
    [
      'verify-second-factor',
      { challenge: token('no challenge'), method: secret('the method'), code: '1', source },
    ],
    ['redeem-grant', { grant: token('no grant'), purpose: secret('the purpose') }],
    ['redeem-grant', { grant: token('no grant'), purpose: 'sign-in' }],
    ['inspect-link', { token: token('no link'), source }],
    ['set-language', { subject: people.customer.id, language: secret('the language') }],
    [
      'change-password',
      { subject: secret('the subject'), current: secret('current'), next: 'x', source },
    ],
    [
      'change-password',
      {
        subject: people.customer.id,
        current: secret('current'),
        next: secret('next').repeat(40),
        source,
      },
    ],
    [
      'describe-factors',
      { subject: people.customer.id, [secret('a field too many')]: secret('its value') },
    ],
    [
      'invite',
      { subject: randomUUID(), email: secret('the email'), language: 'en', staff: people.staff.id },
    ],
    ['describe-passwords', { [secret('a field too many')]: true }],
  ];
  for (const [verb, body] of questions)
    await run.send({ path: at(verb), body: JSON.stringify(body) });
  for (const body of [
    secret('a body that is no JSON'),
    `{"password":"${secret('half a body')}`,
    JSON.stringify([secret('a list')]),
    JSON.stringify(secret('a text')),
    JSON.stringify({ password: secret('a body too long').repeat(bodyMaxBytes / 26 + 1) }),
  ]) {
    await run.send({ path: at('verify-password'), body });
  }
  for (const path of [
    at(secret('the verb')),
    `${at('verify-password')}?password=${secret('the query')}`,
    `/${secret('the path')}`,
    `/health?${secret('the query of health')}`,
  ]) {
    await run.send({ path, body: '{}' });
    await run.send({ path, method: 'GET' });
    await fetch(run.service.watchUrl + path).then((answer) => answer.text());
  }
  const body = JSON.stringify({ subject: people.customer.id });
  const headers: Record<string, string>[] = [
    { [requestIdHeader]: token('the id of the request') },
    { [requestIdHeader]: secret('the id of the request') },
    { [requestIdHeader]: run.canaries.add('a code in the id of the request', '735194') },
    { [callerHeader]: secret('the name of the caller') },
    { authorization: `Bearer ${secret('the key')}` },
    { authorization: secret('authorization') },
    { 'content-type': secret('the type') },
    { [timeHeader]: secret('the time') },
    { 'x-other': secret('another header'), cookie: secret('a cookie') },
    { 'x-long': secret('headers too long').repeat(400) },
    { [requestIdHeader]: token('an id, with a wrong key'), authorization: 'Bearer wrong' },
  ];
  for (const wrong of headers)
    await run.send({ path: at('describe-factors'), headers: wrong, body });
  await run.send({ path: at('describe-factors'), method: 'BREW' as never, body });
}

/** The database refuses with errors that quote the row, table by table; rows are damaged; then it is gone. */
export async function askWithFailingDatabase(run: CanaryRun): Promise<void> {
  await run.noteStored();
  const words = run.canaries.add('what the database says', canaryWord());
  await run.sql(`CREATE FUNCTION quote_row() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '${words} %', to_jsonb(NEW)::text
       USING DETAIL = NEW::text; END $$`);
  const byMailer = ['link'];
  const byVerbs = ['link_request', 'recovery_code', 'yes_grant', 'challenge', 'password', 'totp'];
  for (const table of [...byMailer, ...byVerbs, 'throttle', 'journal', 'journal_head']) {
    await run.sql(`CREATE TRIGGER quote_row BEFORE INSERT OR UPDATE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION quote_row()`);
    const verdicts = await askAll(run);
    await run.noteStored();
    if (byMailer.includes(table)) await untilPrinted(run, 'link-mail-failed', 1);
    else expect([table, verdicts]).toEqual([table, expect.arrayContaining(['unavailable'])]);
    await run.sql(`DROP TRIGGER quote_row ON ${table}`);
  }
  await damageRows(run);
  const name = new URL(run.ownerUrl).pathname.slice(1);
  const postgres = new URL(run.ownerUrl);
  postgres.pathname = '/postgres';
  await withClient(postgres.href, async (client) => {
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`,
      [name],
    );
    expect(new Set(await askAll(run))).toEqual(new Set(['unavailable']));
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
  await run.sink.close();
  await run.ask('request-link', { email: people.customer.email, source: freshSource() });
  await untilPrinted(run, 'link-mail-failed', 2);
}

async function untilPrinted(run: CanaryRun, event: string, times: number) {
  while (run.service.printed().split(`"${event}"`).length <= times) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function askAll(run: CanaryRun): Promise<string[]> {
  const { canaries } = run;
  const { staff, customer } = people;
  const source = home;
  const wrong = passwordOf(run, 'wrong, of a customer');
  const next = passwordOf(run, 'of a customer, the next');
  const { id: subject, password: current } = customer;

  const first = await run.ask('verify-password', { ...customer, source });
  if (first.grant) canaries.add('a grant', String(first.grant));
  const second = await run.ask('verify-password', { ...staff, source });
  const challenge = String(second.challenge ?? randomBytes(32).toString('base64url'));
  canaries.add('a challenge', challenge);
  const method = 'recovery-code';
  const code = staff.codes.pop() ?? '918273';
  const factor = await run.ask('verify-second-factor', { challenge, method, code, source });
  if (factor.grant) canaries.add('a grant', String(factor.grant));
  const begun = await run.ask('begin-totp', { subject, password: current, source });
  if (begun.key) canaries.add('a TOTP key', String(begun.key));
  const stranger = { email: customer.email, password: wrong, source: freshSource() };
  const others = [
    await run.ask('verify-password', stranger),
    await run.ask('request-link', { email: staff.email, source: freshSource() }),
    await run.ask('change-password', { subject, current, next, source }),
  ];
  if (others.at(-1)?.verdict === 'yes') customer.password = next;
  return [first, second, factor, begun, ...others].map(({ verdict }) => verdict);
}

async function damageRows(run: CanaryRun) {
  const damaged = () => run.canaries.add('a damaged value', canaryWord(90));
  await run.sql('UPDATE password SET hash_sealed = $1', [Buffer.from(damaged())]);
  await run.sql('UPDATE totp SET key_sealed = $1', [Buffer.from(damaged())]);
  await run.sql('UPDATE subject SET email_sealed = $1 WHERE id <> $2', [
    Buffer.from(damaged()),
    people.customer.id,
  ]);
  await askAll(run);
}

/** Starts that cannot go on, for faults in what holds a secret. @returns what each printed. */
export async function failToStart(run: CanaryRun): Promise<string[]> {
  const secret = (where: string) => run.canaries.add(`a secret in ${where}`, canaryWord());
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-canary-'));
  const file = (name: string, content: string) => {
    const at = path.join(dir, name);
    writeFileSync(at, content, { mode: 0o600 });
    return at;
  };
  const database = new URL(run.appUrl);
  database.password = secret('a database URL');
  const malformed = `postgresql//auth_app:${secret('no database URL')}@127.0.0.1/auth`;
  const attempts: Record<string, string>[] = [
    { AUTH_DATABASE_URL: database.href },
    { AUTH_DATABASE_URL: malformed },
    { SMTP_URL: `smtp//mailer:${secret('no SMTP URL')}@127.0.0.1` },
    { AUTH_KEYS_FILE: file('keys.json', `{"keyEncryptionKeys":{"1":"${secret('no key file')}"}}`) },
    { AUTH_CALLERS_FILE: file('callers.json', `{"manager":"${secret('no digest')}"}`) },
    { AUTH_WATCH: secret('no address') },
    { BCRYPT_COST: secret('no cost') },
    { AUTH_KEYS_URL: `https://user:${secret('a key URL')}@vault.example.com/` },
  ];
  const said: string[] = [];
  for (const variables of attempts) {
    const failure = await startAuthService(run.appUrl, 10, undefined, variables).catch(
      (error: Error) => error.message,
    );
    if (typeof failure !== 'string') throw new Error('it started');
    said.push(failure);
  }
  rmSync(dir, { recursive: true });
  return said;
}
