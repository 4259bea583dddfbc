import type { AuthConnection } from '../../auth/connect.ts';
import type { VerdictOf } from '../../auth/contract.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { showProgress } from '../import/show-progress.ts';
import { finishOnInterrupt, pause, watchingEnded } from '../interruption.ts';
import { UsageError } from '../operator-error.ts';

const kinds = ['key-encryption', 'pepper'] as const;
type Kind = (typeof kinds)[number];
type Described = VerdictOf<'describe-keys'>;
const everyMs = 500;

export const keysRotateCommand: Command = {
  words: 'keys rotate',
  takes: '[key-encryption|pepper]',
  summary: 'Replace a key while everything goes on, and retire the old one',
  help: `Replaces a key. The auth service does it in the background and goes on after a crash;
this command watches, and Ctrl-C ends the watching alone.

  key-encryption   the key that seals hashes, TOTP keys and emails (the default): every row
                   is sealed anew, no row is proven to be left under the old key, and then
                   the old key is destroyed
  pepper           the key mixed into passwords: new hashes take the new one, each password
                   at its next sign-in; the old one goes when no hash needs it any more

Where the keys come from a command or a URL, add the new version there when told to; remove
the old one when keys status calls it retired.

  --detach  do not watch
  --json    print the outcome as JSON

For example:
  npm run bulkhead -- keys rotate
`,
  failure: 'the auth service does not answer; what was begun goes on by itself',
  isLong: true,
  options: { detach: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(positionals, { detach, json }) {
    const kind = readKind(positionals);
    const auth = connectOperator(readOperator());
    // Before it is begun: from then on Ctrl-C must say that it goes on.
    using interruption = detach ? null : finishOnInterrupt(() => {});
    const { joined } = await askAuth(auth, 'rotate-keys', { kind });
    if (joined && !json) process.stderr.write('One is under way already: this is that one.\n');
    const signal = interruption?.signal;
    const rotation = signal
      ? await watch(auth, kind, { signal, quiet: json === true })
      : find(await describeKeys(auth), kind);
    const interrupted = (signal?.aborted && rotation.state !== 'done') || undefined;
    process.stdout.write(
      json ? `${JSON.stringify({ interrupted, ...rotation })}\n` : inWords(rotation),
    );
    return interrupted ? 130 : 0;
  },
};

type Rotation = Described['rotations'][number];

function readKind(positionals: string[]): Kind {
  const [named = 'key-encryption', ...more] = positionals;
  const kind = kinds.find((known) => known === named);
  if (!kind || more.length) throw new UsageError(`keys rotate takes ${kinds.join(' or ')}.`);
  return kind;
}

async function watch(
  auth: AuthConnection,
  kind: Kind,
  { signal, quiet }: { signal: AbortSignal; quiet: boolean },
): Promise<Rotation> {
  const progress = showProgress({ quiet });
  let waitingFor: string | null = null;
  let rotation = find(await describeKeys(auth), kind);
  while (rotation.state !== 'done' && !signal.aborted) {
    progress.show(rotation.rowsDone / Math.max(1, rotation.rowsTotal), rotation.rowsDone);
    if (rotation.waitingFor && rotation.waitingFor !== waitingFor) {
      progress.say(`Waiting for ${rotation.waitingFor}.`);
    }
    waitingFor = rotation.waitingFor;
    await pause(everyMs, signal);
    rotation = find(await describeKeys(auth), kind);
  }
  progress.end();
  if (signal.aborted) progress.say(watchingEnded);
  return rotation;
}

function describeKeys(auth: AuthConnection): Promise<Described> {
  return askAuth(auth, 'describe-keys', { count: false });
}

function find({ rotations }: Described, kind: Kind): Rotation {
  const found = rotations.find((one) => one.kind === kind);
  if (!found) throw new Error('the rotation just begun is not there');
  return found;
}

function inWords({ kind, state, from, to, rowsDone, rowsTotal, waitingFor }: Rotation): string {
  const count = (value: number) => value.toLocaleString('en');
  const name = `${kind} ${from} to ${to ?? '(new)'}`;
  if (state !== 'done') {
    const held = waitingFor ? `, waiting for ${waitingFor}` : '';
    return `${name}: ${state}, ${count(rowsDone)} of ${count(rowsTotal)} rows${held}.\n`;
  }
  return kind === 'pepper'
    ? `${name}: done. Passwords take it at their next sign-in; keys status counts those that have not.\n`
    : `${name}: done. ${count(rowsDone)} rows sealed anew, none under the old key, which is gone.\n`;
}
