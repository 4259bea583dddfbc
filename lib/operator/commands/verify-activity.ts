import { faultInWords } from '../../ledger/fault-in-words.ts';
import { isSound, type LedgerReport } from '../../ledger/faults.ts';
import { readLines, UnreadableError } from '../../ledger/read-lines.ts';
import { verifyLedger } from '../../ledger/verify-ledger.ts';
import { loadWords } from '../../words/load-words.ts';
import type { Command } from '../command.ts';
import { openInput } from '../import/open-input.ts';
import { showProgress } from '../import/show-progress.ts';
import { checkingEnded, finishOnInterrupt, stopIfAsked } from '../interruption.ts';
import { readShippedCheckpoints } from '../journal/shipped-checkpoints.ts';
import { Interrupted, OperatorError, UsageError } from '../operator-error.ts';
import { parsePublicKey } from '../public-key.ts';

export const verifyActivityCommand: Command = {
  words: 'verify-activity',
  takes: 'FILE.json',
  summary: "Check a customer's exported activity, and name what was changed",
  help: `Checks a customer's whole activity, downloaded as JSON: the chain of hashes through its
entries, the head of the chain under the signed checkpoint, and the signature. It names each
entry that was changed, removed, moved or put in. The exit code is 1 when any was, and when
no checkpoint vouches for the file.

It needs nothing that runs. Whoever forges a whole file signs it with a key of their own:
give the key that was noted, which journal public-key prints too.

  --public-key KEY      the key that was noted
  --checkpoints FILE    checkpoints that were shipped elsewhere (AUTH_CHECKPOINTS_FILE): the
                        file's must be among them
  --json                print the report as JSON

For example:
  npm run bulkhead -- verify-activity activity.json --public-key 3q2+7w…
`,
  failure: 'something was changed, or no checkpoint vouches for the file',
  isLong: true,
  options: {
    'public-key': { type: 'string' },
    checkpoints: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(positionals, options) {
    const [file, ...more] = positionals;
    if (!file || more.length) throw new UsageError('Name one file: verify-activity FILE.json');
    const given = options['public-key'] as string | undefined;
    const publicKey = given === undefined ? undefined : parsePublicKey(given).toString('base64');
    const kept = options.checkpoints as string | undefined;
    const shipped = kept ? readShippedCheckpoints(kept).activity : undefined;
    const progress = showProgress({ quiet: options.json === true });
    using interruption = finishOnInterrupt(progress.say);
    const { signal } = interruption;
    using input = await openInput(file, signal);
    let checked = 0;
    const onProgress = (entries: number) => {
      checked = entries;
      stopIfAsked(signal);
      progress.show(input.progress(), entries);
    };
    const report = await verifyLedger(readLines(input.chunks[Symbol.asyncIterator]()), {
      publicKey,
      shipped,
      onProgress,
    }).catch((error) => {
      if (error instanceof Interrupted) throw checkingEnded(checked);
      if (error instanceof UnreadableError) throw new OperatorError(`${file} is no text of lines.`);
      throw error;
    });
    progress.end();
    const isPinned = publicKey !== undefined;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ sound: isSound(report), pinned: isPinned, ...report })}\n`
        : inWords(report, isPinned),
    );
    return isSound(report) ? 0 : 1;
  },
};

function inWords(report: LedgerReport, isPinned: boolean): string {
  const { entries, signedUpTo, signedAt, removed, unchained, customer, publicKey } = report;
  const { fault, never } = loadWords('en').ledger;
  const lines = report.faults.map((one) => faultInWords(one, fault, (at) => at, never));
  if (isSound(report)) {
    const by = signedAt === null ? '' : `, signed up to entry ${signedUpTo} on ${signedAt}`;
    lines.push(`Nothing was changed: ${entries} entries of customer ${customer}${by}.`);
  } else if (lines.length === 0) {
    lines.push(`${entries} entries fit each other, and no checkpoint vouches for them.`);
  } else lines.push(`${lines.length} faults in ${entries} entries.`);
  if (removed > 0) lines.push(`${removed} earlier entries were removed by policy.`);
  if (unchained > 0) lines.push(`${unchained} entries are too new to be in the chain.`);
  if (!isPinned && publicKey) {
    lines.push(
      `Held against the key that the file itself names, ${publicKey}: note it, and give --public-key.`,
    );
  }
  return `${lines.join('\n')}\n`;
}
