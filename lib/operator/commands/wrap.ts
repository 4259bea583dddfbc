import type { AuthConnection } from '../../auth/connect.ts';
import type { VerdictOf } from '../../auth/contract.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { showProgress } from '../import/show-progress.ts';
import { finishOnInterrupt, pause, watchingEnded } from '../interruption.ts';
import { UsageError } from '../operator-error.ts';

const actions = ['start', 'pause', 'resume', 'status'] as const;
const [leastRate, mostRate] = [0.01, 10_000];
const everyMs = 500;

export type WrapStatus = VerdictOf<'wrap-legacy-hashes'>;

export const wrapCommand: Command = {
  words: 'wrap',
  takes: '[start|pause|resume|status]',
  summary: 'Put bcrypt over what older systems stored, without the passwords',
  help: `Wraps the digest of every customer who has not signed in since the import:
bcrypt goes over it now, and at the next sign-in the password gets a hash of its own.
The auth service does the work in the background, one hash at a time; this command
watches it, and Ctrl-C ends the watching alone. It goes on after a crash or a restart.

  start     begin, or watch what is under way (the default)
  pause     stop after the hash under way
  resume    go on
  status    tell how far it has come
  --rate N  hashes a second at most (10); sign-ins keep the rest of the machine
  --detach  do not watch
  --json    print the state as JSON

For example:
  npm run bulkhead -- wrap --rate 5
  npm run bulkhead -- wrap pause
`,
  failure: 'a hash is damaged and stays as it is, or the auth service does not answer',
  isLong: true,
  options: { rate: { type: 'string' }, detach: { type: 'boolean' }, json: { type: 'boolean' } },
  async run(positionals, options) {
    const action = readAction(positionals);
    const rowsPerSecond = readRate(options.rate);
    const auth = connectOperator(readOperator());
    const watches = !options.detach && (action === 'start' || action === 'resume');
    // Before it is begun: from then on Ctrl-C must say that it goes on.
    using interruption = watches ? finishOnInterrupt(() => {}) : null;
    let status = await askAuth(auth, 'wrap-legacy-hashes', { action, rowsPerSecond });
    const signal = interruption?.signal;
    if (signal) status = await watch(auth, status, { signal, quiet: options.json === true });
    const interrupted = (signal?.aborted && status.state === 'running') || undefined;
    process.stdout.write(
      options.json ? `${JSON.stringify({ interrupted, ...status })}\n` : inWords(status),
    );
    if (interrupted) return 130;
    return status.skipped.length > 0 ? 1 : 0;
  },
};

function readAction(positionals: string[]) {
  const [named = 'start', ...more] = positionals;
  const action = actions.find((known) => known === named);
  if (!action || more.length) throw new UsageError(`wrap takes one of ${actions.join(', ')}.`);
  return action;
}

/** @throws {UsageError} for anything but a rate the service takes. */
function readRate(text: unknown): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (rate >= leastRate && rate <= mostRate) return rate;
  throw new UsageError(`--rate takes a number from ${leastRate} to ${mostRate}.`);
}

async function watch(
  auth: AuthConnection,
  first: WrapStatus,
  { signal, quiet }: { signal: AbortSignal; quiet: boolean },
): Promise<WrapStatus> {
  const progress = showProgress({ quiet });
  let status = first;
  while (status.state === 'running' && !signal.aborted) {
    progress.show(status.wrapped / Math.max(1, status.wrapped + status.left), status.wrapped);
    await pause(everyMs, signal);
    status = await askAuth(auth, 'wrap-legacy-hashes', { action: 'status' });
  }
  progress.end();
  if (signal.aborted) progress.say(watchingEnded);
  return status;
}

const states = { none: 'Not begun', running: 'Running', paused: 'Paused', done: 'Done' };

function inWords({ state, wrapped, left, rowsPerSecond, skipped }: WrapStatus): string {
  const count = (value: number) => value.toLocaleString('en');
  const pace =
    state === 'running' || state === 'paused' ? `, at most ${rowsPerSecond} a second` : '';
  const lines = [`${states[state]}: ${count(wrapped)} wrapped, ${count(left)} left${pace}.`];
  for (const subject of skipped) lines.push(`damaged, left as it is: customer ${subject}`);
  return `${lines.join('\n')}\n`;
}
