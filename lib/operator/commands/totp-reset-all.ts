import { randomUUID } from 'node:crypto';
import { openPool } from '../../database/pool.ts';
import { askAuth } from '../ask-auth.ts';
import type { Command } from '../command.ts';
import { connectOperator } from '../connect-operator.ts';
import { readOperator } from '../environment.ts';
import { finishOnInterrupt } from '../interruption.ts';
import { UsageError } from '../operator-error.ts';

export const totpResetAllCommand: Command = {
  words: 'totp reset-all',
  takes: '--reason TEXT --yes',
  summary: 'Declare every authenticator void, when the keys that sealed them have leaked',
  help: `Declares every authenticator void that customers and staff have confirmed until now, at
once, however many there are. Their codes and recovery codes open nothing any more, and
every session that rests on one is over. At the next sign-in with the right password the
customer reads the reason, asks for a link by mail, chooses a new password with it, and is
led through enrolling an authenticator before anything else.

Rotate the keys first (keys rotate), so that what is enrolled anew is sealed by a key that
nobody else has. Ctrl-C stops it nowhere between the two databases: it is done first, and ends
with 0. If it was killed, run it again: it then concerns those too who enrolled in between.

  --reason TEXT  what customers and staff will read, in your words
  --yes          do it; without, it only says how many it would concern
  --json         print the answer as JSON

For example:
  npm run bulkhead -- totp reset-all --reason "A copy of our keys was stolen." --yes
`,
  failure: 'the auth service or the database does not answer: run it again',
  options: {
    reason: { type: 'string' },
    yes: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  async run(positionals, options) {
    const reason = typeof options.reason === 'string' ? options.reason.trim() : '';
    if (positionals.length) throw new UsageError('totp reset-all takes no names.');
    if (options.yes && !reason) throw new UsageError('Give the reason: --reason TEXT');
    if (reason.length > 2_000) throw new UsageError('--reason takes at most 2,000 characters.');
    const operator = readOperator();
    const auth = connectOperator(operator);
    // Between the two databases is no place to stop: asked to, it ends when both are done.
    using _interruption = options.yes ? finishOnInterrupt() : null;
    const id = randomUUID();
    const told = await askAuth(auth, 'void-authenticators', options.yes ? { id, reason } : { id });
    if (told.cutoff) await endSessions(operator.databaseUrl, told.cutoff);
    process.stdout.write(options.json ? `${JSON.stringify(told)}\n` : inWords(told));
    return 0;
  },
};

async function endSessions(databaseUrl: string, cutoff: string): Promise<void> {
  const pool = openPool(databaseUrl, 1);
  try {
    await pool.query(
      'INSERT INTO second_factor_cutoff (cutoff) VALUES ($1) ON CONFLICT DO NOTHING',
      [cutoff],
    );
  } finally {
    await pool.end();
  }
}

function inWords({ cutoff, concerned }: { cutoff: string | null; concerned: number }): string {
  const count = `${concerned.toLocaleString('en')} authenticator${concerned === 1 ? '' : 's'}`;
  return cutoff
    ? `${count} void since ${cutoff}, and every session that rested on one is over.\n`
    : `It would concern ${count}. Nothing was changed; add --yes to do it.\n`;
}
