import type { Command } from '../command.ts';
import { readOperator, readPublicUrl } from '../environment.ts';
import { openSetup } from '../open-setup.ts';
import { UsageError } from '../operator-error.ts';

export const setUpCommand: Command = {
  words: 'set-up',
  takes: '',
  summary: 'Print the link with which the first staff member is set up, once',
  help: `Where no launcher runs that would print it. An earlier link that was not used stops working.
Once there is a staff member, there is no link, and the exit code is 1.

  --json  print the link as JSON, null where there is none

For example:
  npm run bulkhead -- set-up
`,
  failure: 'there is a staff member already, or Bulkhead does not answer',
  options: { json: { type: 'boolean' } },
  async run(positionals, { json }) {
    if (positionals.length) throw new UsageError('set-up takes nothing.');
    const link = await openSetup(readOperator(), readPublicUrl());
    if (json) process.stdout.write(`${JSON.stringify({ link: link ?? null })}\n`);
    else process.stdout.write(link ? `${link}\n` : 'There is a staff member already.\n');
    return link ? 0 : 1;
  },
};
