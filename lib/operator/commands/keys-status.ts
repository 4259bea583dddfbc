import type { VerdictOf } from '../../auth/contract.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { UsageError } from '../operator-error.ts';
import { printTable } from '../print-table.ts';

type Described = VerdictOf<'describe-keys'>;

export const keysStatusCommand: Command = {
  words: 'keys status',
  takes: '',
  summary: 'Tell which versions of keys there are, and how many rows need each',
  help: `Lists each version of the keys that rotate, whether the key source still has it, and how
many rows need it (counted by the rows' own bytes). Never a key.

  --json    print it as JSON

For example:
  npm run bulkhead -- keys status
`,
  failure: 'the auth service does not answer',
  options: { json: { type: 'boolean' } },
  async run(positionals, { json }) {
    if (positionals.length) throw new UsageError('keys status takes no file.');
    const auth = connectOperator(readOperator());
    const told = await askAuth(auth, 'describe-keys', { count: true });
    process.stdout.write(json ? `${JSON.stringify(told)}\n` : inWords(told));
    return 0;
  },
};

function inWords({ source, versions, strangers, rotations }: Described): string {
  const rows = versions.map(({ kind, version, state, since, inSource, rows }) => [
    kind,
    String(version),
    state,
    since.slice(0, 10),
    (rows ?? 0).toLocaleString('en'),
    inSource ? 'yes' : 'no',
  ]);
  const table = printTable(['KEY', 'VERSION', 'STATE', 'SINCE', 'ROWS', `IN THE ${source}`], rows);
  const open = rotations.filter(({ state }) => state !== 'done');
  const lines = open.map(
    ({ kind, from, to, state, waitingFor }) =>
      `Rotation of ${kind} ${from} to ${to ?? '(new)'}: ${state}${waitingFor ? `, waiting for ${waitingFor}` : ''}.`,
  );
  if (strangers) lines.push(`${strangers} rows name no version known: they are damaged.`);
  return [table, ...lines.map((line) => `${line}\n`)].join('');
}
