import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { commands } from './commands.ts';
import { Interrupted, OperatorError, UsageError } from './operator-error.ts';
import { commandHelp, groupHelp, overview } from './show-help.ts';
import { didYouMean } from './suggest.ts';

const asksHelp = ['help', '--help', '-h'];

/**
 * Runs what was typed after `npm run bulkhead --`.
 *
 * @returns the exit code: 0 done, 1 not, 2 typed wrongly, 130 interrupted.
 */
export async function runOperator(args: string[]): Promise<number> {
  try {
    const [first, ...rest] = args;
    if (first === undefined || asksHelp.includes(first)) return help(rest);
    return await runCommand(args);
  } catch (error) {
    if (error instanceof UsageError) {
      const known = find(args)?.words;
      const how = known ? `help ${known}  shows how it is used.` : 'help  shows what there is.';
      process.stderr.write(`${error.message}\nnpm run bulkhead -- ${how}\n`);
      return 2;
    }
    if (error instanceof OperatorError) process.stderr.write(`${error.message}\n`);
    // A driver's own words may quote a row, and a row holds hashes: its kind is enough to go on.
    else process.stderr.write(`It failed unexpectedly: ${nameFault(error)}\n`);
    return error instanceof Interrupted ? 130 : 1;
  }
}

function help(about: string[]): number {
  const command = find(about);
  const group = commands.filter(({ words }) => about.length === 1 && inGroup(words, about[0]));
  if (about.length === 0) process.stdout.write(overview(commands));
  else if (command) process.stdout.write(commandHelp(command));
  else if (group.length > 0) process.stdout.write(groupHelp(group));
  else throw unknown(about);
  return 0;
}

async function runCommand(args: string[]): Promise<number> {
  const command = find(args);
  if (!command) throw unknown(args);
  const { values, positionals } = parse(command, args.slice(command.words.split(' ').length));
  if (values.help) {
    process.stdout.write(commandHelp(command));
    return 0;
  }
  const options: Record<string, unknown> = values;
  return command.run(positionals, options).catch((error) => {
    // The words go to people; a program that asked for JSON has an answer too.
    if (error instanceof Interrupted && options.json) {
      process.stdout.write(`${JSON.stringify({ interrupted: true, ...error.done })}\n`);
    }
    throw error;
  });
}

function find(args: string[]): Command | undefined {
  return commands.find(({ words }) =>
    words.split(' ').every((word, index) => args[index] === word),
  );
}

function inGroup(words: string, first: string | undefined): boolean {
  return words.startsWith(`${first} `);
}

function unknown(args: string[]): UsageError {
  const known = commands.map(({ words }) => words);
  const group = known.filter((words) => inGroup(words, args[0]));
  const typed = args.slice(0, 2).filter((word) => !word.startsWith('-'));
  const named = args.slice(0, 2).join(' ');
  return new UsageError(`There is no command "${named}".${didYouMean(typed, known, group)}`);
}

function parse(command: Command, args: string[]) {
  const options = { help: { type: 'boolean', short: 'h' }, ...command.options } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const { message } = error as Error;
    const [, flag] = /^Unknown option '--?([^']+)'/.exec(message) ?? [];
    if (!flag) throw new UsageError(`${message.split('. ')[0]?.replace(/\.?$/, '.')}`);
    const known = Object.keys(options).map((name) => `--${name}`);
    const typed = flag.length > 1 ? [`--${flag}`] : [];
    throw new UsageError(`${command.words} has no option --${flag}.${didYouMean(typed, known)}`);
  }
}

function nameFault(error: unknown): string {
  const { name, code, stack } = error as { name?: string; code?: string; stack?: string };
  const where = stack?.split('\n').find((line) => line.trim().startsWith('at '));
  return [name, code, where?.trim()].filter(Boolean).join(' ');
}
