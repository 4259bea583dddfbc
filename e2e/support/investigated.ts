import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runBulkhead } from './run-bulkhead.ts';

/** An account that was entered, two that were only tried, and from where. */
export const investigated = {
  entered: { email: 'paulo.castro.666@example.net', name: 'Paulo Castro' },
  tried: [
    { email: 'noor.petrov.1604@example.com', name: 'Noor Petrov' },
    { email: 'vera.okafor.587@example.com', name: 'Vera Okafor' },
  ],
  enteredFrom: '62.221.47.22',
  triedFrom: '81.27.242.125',
};

/** Imports a log of sign-ins as an operator would: home, an intruder, and a spray. */
export function importInvestigatedSignIns(): void {
  const { entered, tried, enteredFrom, triedFrom } = investigated;
  const home = [entered, ...tried].map(
    ({ email }, n) => `2015-11-0${n + 1}T08:00:00Z,${email},93.233.142.${n + 1},successful,Firefox`,
  );
  const spray = tried.map(
    ({ email }, n) => `2015-12-08T22:0${n}:00Z,${email},${triedFrom},failed,python-requests/2.8.1`,
  );
  const entry = `2015-12-09T03:26:05Z,${entered.email},${enteredFrom},successful,Chrome`;
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-log-'));
  try {
    const file = path.join(dir, 'sign-ins.csv');
    const lines = ['at,email,ip,outcome,user_agent', ...home, ...spray, entry];
    writeFileSync(file, `${lines.join('\n')}\n`);
    runBulkhead('import', 'sign-ins', file);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
