import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAuthService } from '../../../testing/auth-service.ts';
import { canaryWord } from '../../../testing/canaries.ts';
import type { CanaryRun } from './canary-run.ts';

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
