import { describe, expect, test } from 'vitest';
import type { AppRole } from '../database/roles.ts';
import { authProcess, managerProcess, type Surroundings, workerProcess } from './processes.ts';

// Every secret is written so that it says whose it is.
const around: Surroundings = {
  settings: {
    host: '127.0.0.1',
    port: 3000,
    publicUrl: new URL('http://localhost:3000'),
    dataDir: '/data',
    owners: { manager: 'postgresql://owner-of-manager', auth: 'postgresql://owner-of-auth' },
    smtpUrl: undefined,
    mailboxPort: 1080,
    mailFrom: 'bulkhead@example.net',
    mailsPerMinute: 600,
    mailsPerMinuteAndDomain: 300,
    activityDays: 400,
    trustedProxies: '',
    staffViews: 'tell',
    authKeys: {},
    checkpointsFile: '/data/checkpoints.jsonl',
    authWatch: undefined,
    breachedApiUrl: undefined,
    weakPasswords: 'tell',
    mailedCode: 'unknown-device',
    approvalAbove: 100,
    bcryptCost: 12,
  },
  folder: {
    dir: '/data',
    postgres: '/data/postgres',
    secrets: '/data/secrets',
    logs: '/data/logs',
    run: '/data/run',
    authSocket: '/data/run/auth.sock',
    release: () => {},
  },
  secrets: {
    postgres: 'superuser-password',
    session: 'session-secret',
    roles: { auth_app: '', journal_app: '', manager_app: '', worker_app: '', operator_app: '' },
    callerKeyFile: (caller) => `key-of-${caller}`,
    callersFile: 'digests-of-callers',
    authKeysFile: 'auth-keys',
  },
  roleUrl: (role: AppRole) => `url-of-${role}`,
  smtpUrl: 'smtp://mail',
};
const secrets =
  /url-of-\w+|key-of-\w+|digests-of-callers|auth-keys|session-secret|superuser-password|owner-of-\w+|smtp:\/\/mail/g;

test('the manager is told whether customers read that staff viewed their account', () => {
  const settings = { ...around.settings, staffViews: 'keep' } as const;
  expect(managerProcess({ ...around, settings }).env).toMatchObject({ STAFF_VIEWS: 'keep' });
});

test('the auth service is told of the list that is imported into its folder, of what to do about weak passwords, of when it mails codes, and of when a second member must approve', () => {
  const settings = {
    ...around.settings,
    breachedApiUrl: 'https://api.example.net/range/',
    weakPasswords: 'change',
    mailedCode: 'never',
    approvalAbove: 0,
  } as const;
  expect(authProcess({ ...around, settings }).env).toMatchObject({
    AUTH_BREACHED_FILE: '/data/breached.bin',
    AUTH_BREACHED_API_URL: 'https://api.example.net/range/',
    WEAK_PASSWORDS: 'change',
    MAILED_CODE: 'never',
    APPROVAL_ABOVE: '0',
  });
  expect(authProcess(around).env).not.toHaveProperty('AUTH_BREACHED_API_URL');
});

describe('of all secrets and ways in, a process is told its own:', () => {
  test.each([
    [authProcess, ['auth-keys', 'digests-of-callers', 'smtp://mail', 'url-of-auth_app']],
    [managerProcess, ['key-of-manager', 'session-secret', 'url-of-manager_app']],
    [workerProcess, ['key-of-worker', 'smtp://mail', 'url-of-worker_app']],
  ])('%o', (describeProcess, own) => {
    const { env } = describeProcess(around);
    const told = Object.values(env).flatMap((value) => value.match(secrets) ?? []);
    expect(told.sort()).toEqual(own);
  });
});
