import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readSettings } from './environment.ts';
import { LaunchError } from './launch-error.ts';

const known = [
  ...['HOST', 'PORT', 'PUBLIC_URL', 'DATA_DIR', 'DATABASE_URL', 'AUTH_DATABASE_URL', 'SMTP_URL'],
  ...[
    'MAILBOX_PORT',
    'MAIL_FROM',
    'MAILS_PER_MINUTE',
    'MAILS_PER_MINUTE_AND_DOMAIN',
    'ACTIVITY_DAYS',
    'TRUSTED_PROXIES',
    'STAFF_VIEWS',
    'BCRYPT_COST',
  ],
  ...['AUTH_KEYS_COMMAND', 'AUTH_KEYS_URL', 'AUTH_KEYS_TOKEN_FILE', 'AUTH_WATCH'],
];
beforeEach(() => {
  // Empty counts as not set, and keeps a developer's own `.env` out.
  for (const name of known) vi.stubEnv(name, '');
});
afterEach(() => vi.unstubAllEnvs());

function settings(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return readSettings();
}

test('nothing needs to be set', () => {
  expect(settings({})).toMatchObject({ host: '127.0.0.1', port: 3000, owners: undefined });
});

test('the public address follows the port', () => {
  expect(settings({ PORT: '4711' }).publicUrl.origin).toBe('http://localhost:4711');
});

const owner = 'postgresql://owner:t0psecret@localhost/manager';
test.each<[string, Record<string, string>]>([
  ['PORT', { PORT: 'http' }],
  ['PORT', { PORT: '65536' }],
  ['ACTIVITY_DAYS', { ACTIVITY_DAYS: '89' }],
  ['ACTIVITY_DAYS', { ACTIVITY_DAYS: 'for ever' }],
  ['PORT', { PORT: '80.5' }],
  ['MAILBOX_PORT', { MAILBOX_PORT: '0' }],
  ['MAILBOX_PORT', { PORT: '4711', MAILBOX_PORT: '4711' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'manager.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'ftp://manager.example.com' }],
  ['SMTP_URL', { SMTP_URL: 'mail.example.com:25' }],
  ['MAIL_FROM', { MAIL_FROM: 'nobody' }],
  ['BCRYPT_COST', { BCRYPT_COST: '4' }],
  ['STAFF_VIEWS', { STAFF_VIEWS: 'sometimes' }],
  ['AUTH_WATCH', { AUTH_WATCH: '9464' }],
  ['AUTH_WATCH', { AUTH_WATCH: 'http://127.0.0.1:9464/metrics' }],
  ['DATABASE_URL', { DATABASE_URL: owner }],
  ['DATABASE_URL', { AUTH_DATABASE_URL: owner }],
  ['AUTH_DATABASE_URL', { DATABASE_URL: owner, AUTH_DATABASE_URL: 't0psecret' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://o:t0psecret@db/m', AUTH_DATABASE_URL: owner }],
])('%s that cannot be used is one line that names it: %j', (name, variables) => {
  let said = '';
  try {
    settings(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(LaunchError);
    said = (error as Error).message;
  }
  expect(said).toMatch(new RegExp(`^${name} cannot be used: .+\\.$`));
  expect(said).not.toContain('t0psecret');
});

test('one port is enough where there is a mail server', () => {
  const given = { PORT: '1080', SMTP_URL: 'smtp://localhost' };
  expect(settings(given).port).toBe(1080);
});
