import { withClient } from '../../database/roles.ts';
import type { Command } from '../command.ts';
import { readOperator } from '../environment.ts';
import { UsageError } from '../operator-error.ts';

export const checkpointActivityCommand: Command = {
  words: 'checkpoint-activity',
  takes: '',
  summary: "Have a checkpoint of everybody's activity signed now",
  help: `A checkpoint over every customer's activity is signed once a day. This asks the worker for one
at once: after an import, say, or before a database is moved. It stands in the file of
checkpoints (AUTH_CHECKPOINTS_FILE) when it is signed.

  --json  print the answer as JSON

For example:
  npm run bulkhead -- checkpoint-activity
`,
  failure: 'the database does not answer',
  options: { json: { type: 'boolean' } },
  async run(positionals, { json }) {
    if (positionals.length) throw new UsageError('checkpoint-activity takes nothing.');
    return withClient(readOperator().databaseUrl, async (client) => {
      await client.query('SELECT ask_activity_checkpoint()');
      process.stdout.write(json ? '{"asked":true}\n' : 'The worker was asked for a checkpoint.\n');
      return 0;
    });
  },
};
