import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { AppRole } from '../database/roles.ts';
import type { ChildSpec } from './child.ts';
import type { DataFolder } from './data-folder.ts';
import type { LaunchSettings } from './environment.ts';
import type { Secrets } from './secrets.ts';

/** What every process needs to be told, in one place: who holds what is read here. */
export interface Surroundings {
  settings: LaunchSettings;
  folder: DataFolder;
  secrets: Secrets;
  /** URL with which a role connects to its database. Secret. */
  roleUrl: (role: AppRole) => string;
  smtpUrl: string;
}

/** Database `auth` as `auth_app`; its own keys; SMTP, for links only. */
export function authProcess({
  settings,
  folder,
  secrets,
  roleUrl,
  smtpUrl,
}: Surroundings): ChildSpec {
  return {
    name: 'auth',
    script: 'lib/auth/service/main.ts',
    env: {
      AUTH_SOCKET: folder.authSocket,
      AUTH_DATABASE_URL: roleUrl('auth_app'),
      ...keySource(settings, secrets),
      AUTH_CALLERS_FILE: secrets.callersFile,
      AUTH_CHECKPOINTS_FILE: settings.checkpointsFile,
      ...(settings.authWatch && { AUTH_WATCH: settings.authWatch }),
      // It may not be there yet: an import puts it there while the service runs.
      AUTH_BREACHED_FILE: path.join(folder.dir, 'breached.bin'),
      ...(settings.breachedApiUrl && { AUTH_BREACHED_API_URL: settings.breachedApiUrl }),
      WEAK_PASSWORDS: settings.weakPasswords,
      MAILED_CODE: settings.mailedCode,
      APPROVAL_ABOVE: String(settings.approvalAbove),
      SMTP_URL: smtpUrl,
      MAIL_FROM: settings.mailFrom,
      PUBLIC_URL: settings.publicUrl.href,
      BCRYPT_COST: String(settings.bcryptCost),
      // bcrypt runs on libuv's threads, of which there are four unless told otherwise.
      UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism() + 2)),
    },
  };
}

// A token file alone says nothing of where the keys are: the service refuses it beside a key file.
function keySource({ authKeys }: LaunchSettings, { authKeysFile }: Secrets) {
  const elsewhere = authKeys.AUTH_KEYS_COMMAND || authKeys.AUTH_KEYS_URL;
  return elsewhere ? authKeys : { AUTH_KEYS_FILE: authKeysFile, ...authKeys };
}

/** Database `manager` as `manager_app`; its session secret and its caller key. */
export function managerProcess({ settings, folder, secrets, roleUrl }: Surroundings): ChildSpec {
  return {
    name: 'manager',
    script: 'lib/manager/main.ts',
    env: {
      MANAGER_DATABASE_URL: roleUrl('manager_app'),
      MANAGER_HOST: settings.host,
      MANAGER_PORT: String(settings.port),
      PUBLIC_URL: settings.publicUrl.href,
      NEXTAUTH_URL: settings.publicUrl.href,
      NEXTAUTH_SECRET: secrets.session,
      AUTH_SOCKET: folder.authSocket,
      AUTH_CALLER_KEY_FILE: secrets.callerKeyFile('manager'),
      TRUSTED_PROXIES: settings.trustedProxies,
      STAFF_VIEWS: settings.staffViews,
    },
  };
}

/** Database `manager` as `worker_app`; SMTP; its caller key. */
export function workerProcess({
  settings,
  folder,
  secrets,
  roleUrl,
  smtpUrl,
}: Surroundings): ChildSpec {
  return {
    name: 'worker',
    script: 'lib/worker/main.ts',
    env: {
      WORKER_DATABASE_URL: roleUrl('worker_app'),
      SMTP_URL: smtpUrl,
      MAIL_FROM: settings.mailFrom,
      MAILS_PER_MINUTE: String(settings.mailsPerMinute),
      MAILS_PER_MINUTE_AND_DOMAIN: String(settings.mailsPerMinuteAndDomain),
      ACTIVITY_DAYS: String(settings.activityDays),
      PUBLIC_URL: settings.publicUrl.href,
      AUTH_SOCKET: folder.authSocket,
      AUTH_CALLER_KEY_FILE: secrets.callerKeyFile('worker'),
    },
  };
}

/** A mailbox that takes every mail and shows it on a page. Only where no SMTP_URL is set. */
export function mailboxProcess(
  settings: LaunchSettings,
  folder: DataFolder,
  smtpPort: number,
): ChildSpec {
  return {
    name: 'mailbox',
    script: 'lib/launch/mailbox.ts',
    env: {
      MAILBOX_PORT: String(settings.mailboxPort),
      MAILBOX_SMTP_PORT: String(smtpPort),
      MAILBOX_DIR: path.join(folder.dir, 'mail'),
    },
  };
}
