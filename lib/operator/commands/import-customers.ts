import { openPool } from '../../database/pool.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { summaryAsJson, summaryInWords } from '../import/import-summary.ts';
import { namedRejects, showProgress } from '../import/show-progress.ts';
import { importCustomers } from '../import-customers.ts';
import { finishOnInterrupt } from '../interruption.ts';
import { UsageError } from '../operator-error.ts';

export const importCustomersCommand: Command = {
  words: 'import customers',
  takes: 'FILE.csv',
  summary: 'Take over customers and credentials of an older system',
  help: `Takes over customers from a CSV file, or a .csv.gz, with the columns
  email, name, password_hash, created_at             required
  company, password_changed_at, totp_secret, language  optional
in any order. Dates are ISO 8601. Hashes may be $5$ (sha256-crypt), pbkdf2_sha256,
$sha256i$ and bcrypt; each is replaced when its customer next signs in.

An email that is already there is left as it is, so a run that was interrupted is
simply run again. A row that cannot be taken is named with its line and reason and
written to FILE.rejects.csv (readable by you alone: it holds hashes); corrected,
that file can be imported as it is. Each run makes it anew.

  --language en|fr  language of customers whose row names none (en)
  --wrap            then put bcrypt over what was imported, in the background (see wrap)
  --json            print the summary as JSON

For example:
  npm run bulkhead -- import customers old-customers.csv --language fr
`,
  failure:
    'it could not go on; it says up to which line all is done (rejected rows alone are no failure)',
  isLong: true,
  options: {
    language: { type: 'string', default: 'en' },
    wrap: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(positionals, options) {
    const [file, ...more] = positionals;
    if (!file || more.length) throw new UsageError('Name one file: import customers FILE.csv');
    const { language } = options;
    if (language !== 'en' && language !== 'fr') throw new UsageError('--language takes en or fr.');
    const operator = readOperator();
    const auth = connectOperator(operator);
    const pool = openPool(operator.databaseUrl, 2);
    const progress = showProgress({ quiet: options.json === true });
    using interruption = finishOnInterrupt(progress.say);
    const { signal } = interruption;
    const started = Date.now();
    try {
      const summary = await importCustomers({
        auth,
        pool,
        file,
        language,
        signal,
        onProgress: progress.show,
        onRejected: namedRejects(progress),
      });
      progress.end();
      const isWhole = summary.stoppedAfterLine === undefined;
      if (options.wrap && isWhole) await askAuth(auth, 'wrap-legacy-hashes', { action: 'start' });
      const ms = Date.now() - started;
      process.stdout.write(options.json ? summaryAsJson(summary, ms) : summaryInWords(summary, ms));
      return isWhole ? 0 : 130;
    } finally {
      progress.end();
      await pool.end();
    }
  },
};
