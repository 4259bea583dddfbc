import type { Command } from '../command.ts';
import { readGivenDoor, readOperator, readZones } from '../environment.ts';
import { OperatorError, UsageError } from '../operator-error.ts';
import { proveZones } from '../prove-zones.ts';
import type { Attempt } from '../zones/attempt.ts';
import { tryRemoteDoor } from '../zones/try-remote-door.ts';

export const zonesCommand: Command = {
  words: 'zones',
  takes: '',
  summary: 'Prove the fences: from each zone, try what must fail',
  help: `Tries, from the place of each process of the running system, what must fail: other
databases, the journal, others' questions to the auth service, others' variables and
files. Compares every grant in the databases with lib/operator/zones/expected-grants.ts.
Nothing is changed. The exit code is 1 when anything was allowed.

Where AUTH_URL names an auth service on another machine, only its port is tried, from
this machine: without a certificate, without TLS, and as somebody else.

  --json   print every attempt as JSON

For example:
  npm run bulkhead -- zones --json
`,
  failure: 'a fence fell, or something could not be tried',
  options: { json: { type: 'boolean' } },
  async run(positionals, options) {
    if (positionals.length) throw new UsageError('zones takes no file.');
    const attempts = await prove();
    process.stdout.write(options.json ? `${JSON.stringify(attempts, null, 2)}\n` : show(attempts));
    return attempts.some(({ held }) => held === false) ? 1 : 0;
  },
};

async function prove(): Promise<Attempt[]> {
  const door = readGivenDoor();
  if (!door) return proveZones(readZones());
  if ('url' in door) return tryRemoteDoor(readOperator(), door);
  throw new OperatorError(
    'With AUTH_SOCKET, nobody here holds what each zone holds, so that it could be tried. Only a launcher does (npm start).',
  );
}

function show(attempts: Attempt[]): string {
  const mark = { true: 'ok  ', false: 'FAIL', null: '-   ' };
  const width = (pick: (attempt: Attempt) => string) =>
    Math.min(60, Math.max(...attempts.map((attempt) => pick(attempt).length)));
  const [zoneWidth, attemptWidth] = [width(({ zone }) => zone), width(({ attempt }) => attempt)];
  const lines = attempts.map(
    ({ zone, attempt, result, held }) =>
      `${mark[`${held}`]}  ${zone.padEnd(zoneWidth)}  ${attempt.padEnd(attemptWidth)}  ${result}\n`,
  );
  const count = (held: boolean | null) => attempts.filter((one) => one.held === held).length;
  const notTried = count(null) ? `, ${count(null)} could not be tried here` : '';
  return `${lines.join('')}\n${attempts.length} attempts: ${count(true)} fences held, ${count(false)} did not${notTried}.\n`;
}
