import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppRole } from '../database/roles.ts';

/**
 * Leaves a file for each process, 0600, with those of its variables that are secret and made here: for
 * systemd's `EnvironmentFile` and Compose's `env_file`. Each is for one process and holds nothing of another's.
 *
 * @param dir folder of secrets.
 * @param roleUrl URL with which a role connects. Secret.
 * @param session encrypts session cookies. Secret.
 */
export function writeEnvironmentFiles(
  dir: string,
  roleUrl: (role: AppRole) => string,
  session: string,
): void {
  const files = {
    auth: { AUTH_DATABASE_URL: roleUrl('auth_app') },
    manager: { MANAGER_DATABASE_URL: roleUrl('manager_app'), NEXTAUTH_SECRET: session },
    worker: { WORKER_DATABASE_URL: roleUrl('worker_app') },
    operator: {
      OPERATOR_DATABASE_URL: roleUrl('operator_app'),
      JOURNAL_DATABASE_URL: roleUrl('journal_app'),
    },
  };
  for (const [name, variables] of Object.entries(files)) {
    const lines = Object.entries(variables).map(([variable, value]) => quote(variable, value));
    const file = path.join(dir, `${name}.env`);
    writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

// In single quotes nothing is expanded, by systemd, Compose or Node; a URL can do without the quote itself.
function quote(variable: string, value: string): string {
  return `${variable}='${value.replaceAll("'", '%27')}'\n`;
}
