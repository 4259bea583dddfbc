import type { VerdictOf } from '../../auth/contract.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { UsageError } from '../operator-error.ts';
import { printTable } from '../print-table.ts';

type Described = Extract<VerdictOf<'describe-passwords'>, { verdict: 'yes' }>;

export const passwordsCommand: Command = {
  words: 'passwords',
  takes: '',
  summary: 'Count stored hashes by kind, and tell when the old ones will be gone',
  help: `Counts the stored hashes by scheme, cost and version of the pepper, names the customer whose
password of an older system has been lying longest, and projects from the counts of each
day when the last outdated hash will be gone.

  --json    print it as JSON, with the counts of each day

For example:
  npm run bulkhead -- passwords
`,
  failure: 'the auth service does not answer',
  options: { json: { type: 'boolean' } },
  async run(positionals, { json }) {
    if (positionals.length) throw new UsageError('passwords takes no file.');
    const auth = connectOperator(readOperator());
    const told = await askAuth(auth, 'describe-passwords', {});
    process.stdout.write(json ? `${JSON.stringify(told)}\n` : inWords(told));
    return 0;
  },
};

function inWords({ counts, weak, oldestDormant, projectedEnd }: Described): string {
  const rows = counts.map(({ scheme, cost, pepperVersion, count, current }) => [
    scheme,
    String(cost),
    pepperVersion ? String(pepperVersion) : '-',
    count.toLocaleString('en'),
    current ? 'current' : 'outdated',
  ]);
  const table = printTable(['SCHEME', 'COST', 'PEPPER', 'COUNT', ''], rows);
  const dormant = oldestDormant
    ? `Longest dormant: customer ${oldestDormant.subject}, password of ${oldestDormant.passwordSetAt.slice(0, 10)}.`
    : 'No password of an older system is left.';
  const end = projectedEnd
    ? `At the pace of the last days, the last outdated hash is gone on ${projectedEnd}.`
    : 'The days counted so far do not tell when the last outdated hash will be gone.';
  const found = weak.map(({ weakness, count }) => `${count.toLocaleString('en')} ${weakness}`);
  const weakLine = found.length
    ? `Weak when last typed: ${found.join(', ')}.`
    : 'No password was weak when last typed.';
  const isOutdated = counts.some(({ current }) => !current);
  return `${table}${[dormant, weakLine, ...(isOutdated ? [end] : [])].join('\n')}\n`;
}
