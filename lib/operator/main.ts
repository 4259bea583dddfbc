import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { breachedImportCommand } from './commands/breached-import.ts';
import { checkpointActivityCommand } from './commands/checkpoint-activity.ts';
import { evidenceVerifyCommand } from './commands/evidence-verify.ts';
import { importCustomersCommand } from './commands/import-customers.ts';
import { importSignInsCommand } from './commands/import-sign-ins.ts';
import { journalCheckpointsCommand } from './commands/journal-checkpoints.ts';
import { journalPublicKeyCommand } from './commands/journal-public-key.ts';
import { journalVerifyCommand } from './commands/journal-verify.ts';
import { keysRotateCommand } from './commands/keys-rotate.ts';
import { keysStatusCommand } from './commands/keys-status.ts';
import { passwordsCommand } from './commands/passwords.ts';
import { setUpCommand } from './commands/set-up.ts';
import { totpResetAllCommand } from './commands/totp-reset-all.ts';
import { verifyActivityCommand } from './commands/verify-activity.ts';
import { wrapCommand } from './commands/wrap.ts';
import { zonesCommand } from './commands/zones.ts';
import { OperatorError, UsageError } from './operator-error.ts';

const commands: Command[] = [
  setUpCommand,
  importCustomersCommand,
  importSignInsCommand,
  wrapCommand,
  breachedImportCommand,
  passwordsCommand,
  keysStatusCommand,
  keysRotateCommand,
  totpResetAllCommand,
  journalVerifyCommand,
  journalCheckpointsCommand,
  journalPublicKeyCommand,
  evidenceVerifyCommand,
  checkpointActivityCommand,
  verifyActivityCommand,
  zonesCommand,
];

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  try {
    if (args.length === 0 || args[0] === 'help' || args[0] === '--help' || args[0] === '-h') {
      process.stdout.write(overview());
      return 0;
    }
    return await runCommand(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nnpm run bulkhead -- help  shows what there is.\n`);
      return 2;
    }
    if (error instanceof OperatorError) process.stderr.write(`${error.message}\n`);
    // A driver's own words may quote a row, and a row holds hashes: its kind is enough to go on.
    else process.stderr.write(`It failed unexpectedly: ${nameFault(error)}\n`);
    return 1;
  }
}

async function runCommand(args: string[]): Promise<number> {
  const command = commands.find(({ words }) =>
    words.split(' ').every((word, index) => args[index] === word),
  );
  if (!command) throw new UsageError(`There is no command "${args.slice(0, 2).join(' ')}".`);
  const { values, positionals } = parse(command, args.slice(command.words.split(' ').length));
  if (values.help) {
    process.stdout.write(`npm run bulkhead -- ${call(command)}\n\n${command.help}`);
    return 0;
  }
  return command.run(positionals, values);
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({
      args,
      options: { help: { type: 'boolean', short: 'h' }, ...command.options },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

function overview(): string {
  const calls = commands.map((command) => `  ${call(command).padEnd(38)}${command.summary}\n`);
  return `The operator's commands. They talk to the Bulkhead that runs on DATA_DIR.\n
${calls.join('')}  ${'help'.padEnd(38)}This page; --help after a command tells more.\n
For example:
  npm run bulkhead -- import customers old-customers.csv
  npm run bulkhead -- zones\n`;
}

function call({ words, takes }: Command): string {
  return [words, takes].filter(Boolean).join(' ');
}

function nameFault(error: unknown): string {
  const { name, code, stack } = error as { name?: string; code?: string; stack?: string };
  const where = stack?.split('\n').find((line) => line.trim().startsWith('at '));
  return [name, code, where?.trim()].filter(Boolean).join(' ');
}
