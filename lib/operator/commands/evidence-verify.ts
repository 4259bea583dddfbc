import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withClient } from '../../database/roles.ts';
import { bundleSchema } from '../../evidence/bundle.ts';
import { verifyBundle } from '../../evidence/verify-bundle.ts';
import type { Command } from '../command.ts';
import { readOperator } from '../environment.ts';
import { finishOnInterrupt } from '../interruption.ts';
import { readNewestCheckpoint } from '../journal/read-journal.ts';
import { OperatorError, UsageError } from '../operator-error.ts';
import { parsePublicKey } from '../public-key.ts';

export const evidenceVerifyCommand: Command = {
  words: 'evidence verify',
  takes: 'FILE.json',
  summary: "Check an investigation's signed evidence, and name what was changed",
  help: `Checks a file of evidence that staff had signed: each file in it against its digest, the
manifest against the signature, and the signature against the key. It names what was
changed, taken out or put in. The exit code is 1 when anything was.

It needs nothing that runs where the key is given. Without it, the file is held against
the key of the Bulkhead that runs here. That is the key that journal public-key prints.

  --public-key KEY    the key that was noted
  --extract FOLDER    write the files in it there, if nothing was changed: a folder of their
                      own, which must not be there yet, or be empty
  --json              print the report as JSON

For example:
  npm run bulkhead -- evidence verify evidence.json --public-key 3q2+7w… --extract evidence
`,
  failure: 'something was changed, or the file cannot be read',
  options: {
    'public-key': { type: 'string' },
    extract: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(positionals, options) {
    const [file, ...more] = positionals;
    if (!file || more.length) throw new UsageError('Name one file: evidence verify FILE.json');
    const given = options['public-key'] as string | undefined;
    const text = readText(file);
    const publicKey = given === undefined ? await ownKey() : parsePublicKey(given);
    const { faults, manifest, signedAt } = verifyBundle(text, publicKey);
    const isSound = faults.length === 0;
    if (isSound && options.extract) await extract(text, String(options.extract));
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ sound: isSound, signedAt, faults, manifest })}\n`);
    } else if (isSound && manifest) {
      const { investigation, madeBy, files } = manifest;
      const names = files.map(({ name }) => name).join(', ');
      process.stdout.write(
        `Nothing was changed: ${names}. Signed on ${signedAt} for ${printable(madeBy.email)}, investigation "${printable(investigation.title)}" (${investigation.id}).\n`,
      );
    } else process.stdout.write(faults.map((fault) => `${printable(fault)}\n`).join(''));
    return isSound ? 0 : 1;
  },
};

async function ownKey(): Promise<Buffer> {
  const newest = await withClient(readOperator().journalUrl, readNewestCheckpoint);
  if (newest) return newest.publicKey;
  throw new OperatorError('There is no checkpoint yet that names the key. Give --public-key.');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

// The manifest's names are of letters and one dot: none leads out of the folder. Whatever ends this, the
// folder is there whole or not at all.
async function extract(text: string, folder: string) {
  const { files } = bundleSchema.parse(JSON.parse(text));
  const target = path.resolve(folder);
  using _interruption = finishOnInterrupt();
  let beside: string | undefined;
  try {
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    beside = await mkdtemp(`${target}.`);
    for (const [name, content] of Object.entries(files)) {
      await writeFile(path.join(beside, name), content, { flag: 'wx', mode: 0o600, flush: true });
    }
    await rename(beside, target);
  } catch (error) {
    if (beside) await rm(beside, { recursive: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      code === 'ENOTEMPTY'
        ? `${folder} is there and not empty: name another folder.`
        : `The files cannot be written to ${folder} (${code}).`,
    );
  }
}

// A forged file must not speak to the terminal.
function printable(words: string): string {
  return words.replaceAll(/\p{Cc}/gu, '?').slice(0, 300);
}
