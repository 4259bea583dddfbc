import { withClient } from '../../database/roles.ts';
import { printCheckpoint } from '../../journal/checkpoint.ts';
import type { Command } from '../command.ts';
import { readOperator } from '../environment.ts';
import { readCheckpoints } from '../journal/read-journal.ts';
import { UsageError } from '../operator-error.ts';

export const journalCheckpointsCommand: Command = {
  words: 'journal checkpoints',
  takes: '',
  summary: 'Print the signed checkpoints, to be shipped elsewhere',
  help: `Prints every signed checkpoint of the database, one a line, as journal verify --checkpoints
takes them.

  --after SEQ   only those after this entry
  --json        print them as one JSON array

For example:
  npm run bulkhead -- journal checkpoints > checkpoints.jsonl
`,
  failure: 'the database does not answer',
  options: { after: { type: 'string', default: '0' }, json: { type: 'boolean' } },
  async run(positionals, { after, json }) {
    if (positionals.length) throw new UsageError('journal checkpoints takes no file.');
    if (!/^\d{1,18}$/.test(String(after))) throw new UsageError('--after takes a number.');
    return withClient(readOperator().journalUrl, async (client) => {
      const found = await readCheckpoints(client, BigInt(String(after)), null);
      const lines = found.map(printCheckpoint);
      if (json) process.stdout.write(`[${lines.join(',')}]\n`);
      else for (const line of lines) process.stdout.write(`${line}\n`);
      return 0;
    });
  },
};
