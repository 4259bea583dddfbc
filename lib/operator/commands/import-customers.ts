import { openPool } from '../../database/pool.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { perSecond, showProgress } from '../import/show-progress.ts';
import { type ImportSummary, importCustomers } from '../import-customers.ts';
import { UsageError } from '../operator-error.ts';

const namedRejects = 20;

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
    const progress = showProgress();
    const started = Date.now();
    let rejected = 0;
    try {
      const summary = await importCustomers({
        auth,
        pool,
        file,
        language,
        onProgress: progress.show,
        onRejected(line, reason) {
          rejected++;
          if (rejected <= namedRejects) progress.say(`line ${line}: ${reason}`);
          if (rejected === namedRejects) progress.say('Further rejects only in the rejects file.');
        },
      });
      progress.end();
      if (options.wrap) await askAuth(auth, 'wrap-legacy-hashes', { action: 'start' });
      const ms = Date.now() - started;
      process.stdout.write(options.json ? asJson(summary, ms) : inWords(summary, ms));
      return 0;
    } finally {
      progress.end();
      await pool.end();
    }
  },
};

function inWords({ imported, present, rejected, rejectsFile }: ImportSummary, ms: number): string {
  const count = (value: number) => value.toLocaleString('en');
  const rows = imported + present + rejected;
  const rate = `${count(perSecond(rows, ms))} rows a second`;
  const where = rejectsFile ? ` (${rejectsFile})` : '';
  return `${count(imported)} imported, ${count(present)} already there, ${count(rejected)} rejected${where}; ${rate}.\n`;
}

function asJson(summary: ImportSummary, ms: number): string {
  const rowsPerSecond = perSecond(summary.imported + summary.present + summary.rejected, ms);
  const rejectsFile = summary.rejectsFile ?? null;
  return `${JSON.stringify({ ...summary, rejectsFile, seconds: ms / 1_000, rowsPerSecond })}\n`;
}
