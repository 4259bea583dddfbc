import { withClient } from '../../database/roles.ts';
import type { Command } from '../command.ts';
import { readOperator } from '../environment.ts';
import { showProgress } from '../import/show-progress.ts';
import { checkingEnded, finishOnInterrupt, stopIfAsked } from '../interruption.ts';
import { readNewestCheckpoint } from '../journal/read-journal.ts';
import { readShippedCheckpoints } from '../journal/shipped-checkpoints.ts';
import { UsageError } from '../operator-error.ts';
import { parsePublicKey } from '../public-key.ts';
import { type JournalReport, verifyJournal } from '../verify-journal.ts';

export const journalVerifyCommand: Command = {
  words: 'journal verify',
  takes: '',
  summary: "Find what was changed, removed or cut off in the auth service's journal",
  help: `Reads every entry of the journal and recomputes the chain of hashes, checks every signed
checkpoint against it, and names what does not fit. The exit code is 1 when anything
does not, and when there is no checkpoint to hold it against.

The database's owner could write a whole new journal and sign it with a key of their own.
Note the key once, when all is well, and give it each time; and keep the file of
checkpoints where the database's owner cannot write.

  --public-key KEY      the key that was noted: see journal public-key
  --checkpoints FILE    checkpoints that were shipped elsewhere (AUTH_CHECKPOINTS_FILE)
  --json                print the report as JSON

For example:
  npm run bulkhead -- journal verify --public-key 3q2+7w… --checkpoints /mnt/log/checkpoints.jsonl
`,
  failure: 'something was changed, or no checkpoint vouches for the journal',
  isLong: true,
  options: {
    'public-key': { type: 'string' },
    checkpoints: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(positionals, options) {
    if (positionals.length)
      throw new UsageError('journal verify takes no file but by --checkpoints.');
    const given = options['public-key'] as string | undefined;
    const pinned = given === undefined ? null : parsePublicKey(given);
    const file = options.checkpoints as string | undefined;
    const shipped = file ? readShippedCheckpoints(file).journal : [];
    const progress = showProgress({ quiet: options.json === true });
    using interruption = finishOnInterrupt(progress.say);
    const { signal } = interruption;
    // Awaited here: what is returned before it has ended would no longer hear Ctrl-C.
    return await withClient(readOperator().journalUrl, async (client) => {
      const publicKey =
        pinned ?? (await readNewestCheckpoint(client))?.publicKey ?? Buffer.alloc(0);
      const report = await verifyJournal(client, {
        publicKey,
        shipped,
        onProgress: (entries) => {
          stopIfAsked(signal, () => checkingEnded(String(entries)));
          progress.show(undefined, Number(entries));
        },
      });
      progress.end();
      const { text, sound } = options.json
        ? asJson(report, pinned !== null)
        : inWords(report, pinned !== null);
      process.stdout.write(text);
      return sound ? 0 : 1;
    });
  },
};

function isSound({ faults, vouchedFor, entries }: JournalReport): boolean {
  return faults.length === 0 && (vouchedFor > 0n || entries === 0n);
}

function inWords(report: JournalReport, isPinned: boolean) {
  const { entries, checkpoints, vouchedFor, faults } = report;
  const lines = faults.map(
    ({ seq, at, what }) => `entry ${seq}${at ? ` (${at.toISOString()})` : ''}: ${what}`,
  );
  const sound = isSound(report);
  if (faults.length === 0) {
    lines.push(
      vouchedFor > 0n || entries === 0n
        ? `Nothing was changed: ${entries} entries, ${checkpoints} checkpoints, signed up to entry ${vouchedFor}.`
        : `${entries} entries fit each other, and no checkpoint vouches for them.`,
    );
  } else lines.push(`${faults.length} faults in ${entries} entries.`);
  if (!isPinned) {
    lines.push(
      'Held against the key that the database itself names: note it, and give --public-key.',
    );
  }
  return { text: `${lines.join('\n')}\n`, sound };
}

function asJson(report: JournalReport, isPinned: boolean) {
  const sound = isSound(report);
  const faults = report.faults.map((fault) => ({ ...fault, seq: String(fault.seq) }));
  const { checkpoints } = report;
  const counts = { entries: String(report.entries), vouchedFor: String(report.vouchedFor) };
  return {
    text: `${JSON.stringify({ sound, pinned: isPinned, ...counts, checkpoints, faults })}\n`,
    sound,
  };
}
