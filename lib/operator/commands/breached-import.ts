import path from 'node:path';
import { importHashes } from '../breached/import-hashes.ts';
import type { Command } from '../command.ts';
import { dataFolder } from '../environment.ts';
import { openInput, openStandardInput } from '../import/open-input.ts';
import { showProgress } from '../import/show-progress.ts';
import { finishOnInterrupt, stopIfAsked } from '../interruption.ts';
import { Interrupted, UsageError } from '../operator-error.ts';

export const breachedImportCommand: Command = {
  words: 'breached import',
  takes: 'FILE',
  summary: 'Take over the list of breached passwords of Have I Been Pwned',
  help: `Takes the list of SHA-1 hashes, ordered by hash, that Have I Been Pwned publishes: lines of
  SHA1:COUNT
in strictly ascending order. It is packed into DATA_DIR/breached.bin (20 bytes a hash), which
the auth service looks passwords up in without loading it; one that runs uses the new list
from the next password on. A line that is none, or out of order, is named and stops it all:
the list there is stays as it was, and so it does when you interrupt it: begin it anew then.
- reads standard input; FILE.gz is unpacked.

  --json  print the outcome as JSON

For example:
  npm run bulkhead -- breached import pwned-passwords-sha1-ordered-by-hash.txt
`,
  failure: 'the list is not what it should be; the one in force is as it was',
  isLong: true,
  options: { json: { type: 'boolean' } },
  async run(positionals, { json }) {
    const [file, ...more] = positionals;
    if (!file || more.length) throw new UsageError('Name one file: breached import FILE');
    const target = path.join(dataFolder(), 'breached.bin');
    const progress = showProgress({ quiet: json === true });
    using interruption = finishOnInterrupt(progress.say);
    const { signal } = interruption;
    using input = file === '-' ? openStandardInput(signal) : await openInput(file, signal);
    let taken = 0;
    try {
      const count = await importHashes(input.chunks, target, (done) => {
        taken = done;
        stopIfAsked(signal);
        progress.show(input.progress(), done);
      });
      progress.end();
      process.stdout.write(
        json
          ? `${JSON.stringify({ hashes: count })}\n`
          : `${count.toLocaleString('en')} hashes are in force.\n`,
      );
      return 0;
    } catch (error) {
      throw error instanceof Interrupted ? stoppedAfter(taken) : error;
    } finally {
      progress.end();
    }
  },
};

function stoppedAfter(read: number): Interrupted {
  return new Interrupted(
    `Stopped after ${read.toLocaleString('en')} hashes, as you asked. The list in force is as it was. Run the same command again to begin anew.`,
    { read },
  );
}
