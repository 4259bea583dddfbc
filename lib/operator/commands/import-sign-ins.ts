import { openPool } from '../../database/pool.ts';
import type { Command } from '../command.ts';
import { readOperator } from '../environment.ts';
import { summaryAsJson, summaryInWords } from '../import/import-summary.ts';
import { namedRejects, showProgress } from '../import/show-progress.ts';
import { importSignIns } from '../import-sign-ins.ts';
import { finishOnInterrupt } from '../interruption.ts';
import { UsageError } from '../operator-error.ts';

export const importSignInsCommand: Command = {
  words: 'import sign-ins',
  takes: 'FILE.csv',
  summary: "Take an older system's sign-ins over into the customers' histories",
  help: `Takes over sign-ins from a CSV file, or a .csv.gz, with the columns
  at, email, ip, outcome   required
  user_agent               optional
in any order. Times are ISO 8601 with a zone, outcome is successful or failed. Import the
customers first: a sign-in is written into its customer's history, where customers and
staff read it and investigations find it.

Each row is taken over once, whichever file it stands in, so a run that was interrupted is
simply run again. Lines that are alike and follow one another within one moment are
several attempts, and all are taken.

A row that cannot be taken is named with its line and reason and written to
FILE.rejects.csv (readable by you alone). So is one whose email belongs to no customer: it
has no history to stand in, and investigations do not see it. Corrected, or once the
customer is there, that file can be imported as it is. Each run makes it anew.

  --json            print the summary as JSON

For example:
  npm run bulkhead -- import sign-ins old-sign-ins.csv.gz
`,
  failure:
    'it could not go on; it says up to which line all is done (rejected rows alone are no failure)',
  isLong: true,
  options: { json: { type: 'boolean' } },
  async run(positionals, options) {
    const [file, ...more] = positionals;
    if (!file || more.length) throw new UsageError('Name one file: import sign-ins FILE.csv');
    const pool = openPool(readOperator().databaseUrl, 2);
    const progress = showProgress({ quiet: options.json === true });
    using interruption = finishOnInterrupt(progress.say);
    const { signal } = interruption;
    const started = Date.now();
    try {
      const summary = await importSignIns({
        pool,
        file,
        signal,
        onProgress: progress.show,
        onRejected: namedRejects(progress),
      });
      progress.end();
      const ms = Date.now() - started;
      process.stdout.write(options.json ? summaryAsJson(summary, ms) : summaryInWords(summary, ms));
      return summary.stoppedAfterLine === undefined ? 0 : 130;
    } finally {
      progress.end();
      await pool.end();
    }
  },
};
