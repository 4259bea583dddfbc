import { withClient } from '../../database/roles.ts';
import type { Command } from '../command.ts';
import { readOperator } from '../environment.ts';
import { readNewestCheckpoint } from '../journal/read-journal.ts';
import { OperatorError, UsageError } from '../operator-error.ts';

export const journalPublicKeyCommand: Command = {
  words: 'journal public-key',
  takes: '',
  summary: 'Show the key that signs the checkpoints, to be noted elsewhere',
  help: `Prints the public key with which the newest checkpoint was signed. It never changes, not even
when keys are rotated. Note it outside of this machine while all is well: journal verify
is only worth as much as the key it is held against.

  --json  print it as JSON

For example:
  npm run bulkhead -- journal public-key
`,
  failure: 'there is no checkpoint yet, or the database does not answer',
  options: { json: { type: 'boolean' } },
  async run(positionals, { json }) {
    if (positionals.length) throw new UsageError('journal public-key takes nothing.');
    return withClient(readOperator().journalUrl, async (client) => {
      const newest = await readNewestCheckpoint(client);
      if (!newest)
        throw new OperatorError('There is no checkpoint yet: one is written each minute.');
      const publicKey = newest.publicKey.toString('base64');
      process.stdout.write(json ? `${JSON.stringify({ publicKey })}\n` : `${publicKey}\n`);
      return 0;
    });
  },
};
