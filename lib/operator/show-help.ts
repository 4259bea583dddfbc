import type { Command } from './command.ts';

/** All commands, a line each. */
export function overview(commands: Command[]): string {
  return `The operator's commands. They talk to the Bulkhead that runs on DATA_DIR.\n
${lines(commands)}  ${'help [COMMAND]'.padEnd(38)}This page, or all there is to know of a command\n
For example:
  npm run bulkhead -- help import customers
  npm run bulkhead -- import customers old-customers.csv
  npm run bulkhead -- zones\n`;
}

/** The commands that begin with one word. */
export function groupHelp(commands: Command[]): string {
  return `${lines(commands)}
For example:
  npm run bulkhead -- help ${commands[0]?.words}\n`;
}

/** All that is to be known of one command. */
export function commandHelp(command: Command): string {
  const { help, failure, isLong } = command;
  const interrupted = isLong
    ? '  130  you interrupted it: the first Ctrl-C lets it finish what is in hand, and it says how to go on\n'
    : '';
  return `Usage: npm run bulkhead -- ${call(command)} [options]\n
${help}
Exit codes:
  0    done
  1    ${failure}
  2    it was typed wrongly
${interrupted}`;
}

function lines(commands: Command[]): string {
  return commands.map((command) => `  ${call(command).padEnd(38)}${command.summary}\n`).join('');
}

function call({ words, takes }: Command): string {
  return [words, takes].filter(Boolean).join(' ');
}
