import path from 'node:path';
import { prepareRoles } from '../database/roles.ts';
import { finishOnInterrupt } from '../operator/interruption.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabases } from './databases.ts';
import { readSettings } from './environment.ts';
import { LaunchError } from './launch-error.ts';
import { openSecrets } from './secrets.ts';
import { writeEnvironmentFiles } from './write-environment-files.ts';

const say = (words: string) => process.stdout.write(`${words}\n`);
const tell = (words: string) => process.stderr.write(`${words}\n`);

const { signal } = finishOnInterrupt(() =>
  tell('Finishing the migration in hand. Ctrl-C again stops at once, and leaves it half in.'),
);
try {
  // Not left to end by itself: an idle connection of the queue's library would hold it for ten seconds.
  process.exit(await migrate(process.argv.slice(2)));
} catch (error) {
  if (error === signal.reason) {
    tell('Stopped between two migrations, and there are more: run the same again to go on.');
    process.exit(130);
  }
  // A driver's words about roles quote the statement, and with it their passwords.
  const { name, code } = error as { name?: string; code?: string };
  const words = error instanceof LaunchError ? error.message : `It failed (${code ?? name}).`;
  tell(words);
  process.exit(1);
}

/**
 * Makes the installation's secrets where they are missing, and brings databases of one's own to this
 * version. Starts nothing. With `--roles`, only the roles are made: what a restore needs first.
 */
async function migrate(args: string[]): Promise<number> {
  if (args.some((arg) => arg !== '--roles')) {
    throw new LaunchError('migrate takes nothing but --roles.');
  }
  const settings = readSettings();
  const { owners } = settings;
  if (!owners) {
    throw new LaunchError(
      'Set DATABASE_URL and AUTH_DATABASE_URL. The PostgreSQL that comes along is migrated by npm start.',
    );
  }
  const folder = openDataFolder(settings.dataDir);
  try {
    const secrets = openSecrets(folder.secrets);
    if (args.length > 0) {
      await prepareRoles(owners, secrets.roles);
      say('The roles are there, and no table was touched.');
      return 0;
    }
    const noServer = async () => {
      throw new LaunchError('There is no PostgreSQL to keep running here.');
    };
    const { roleUrl, applied } = await openDatabases(settings, folder, secrets, noServer, signal);
    writeEnvironmentFiles(folder.secrets, roleUrl, secrets.session);
    for (const name of applied) say(`applied ${name}`);
    say(`Both databases are at this version. Secrets: ${path.resolve(folder.secrets)}`);
    return 0;
  } finally {
    folder.release();
  }
}
