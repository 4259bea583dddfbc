import type { ParseArgsOptionsConfig } from 'node:util';

/** One subcommand, as the table in `main.ts` needs it. */
export interface Command {
  /** The words that call it, such as `import customers`. */
  words: string;
  /** What follows the words, such as `FILE.csv`; empty when nothing does. */
  takes: string;
  /** One line for the overview. */
  summary: string;
  /** All that is to be known of it, with an example; shown by `--help`. */
  help: string;
  /** What exit code 1 means. */
  failure: string;
  /** It may take long: Ctrl-C lets it finish what is in hand, and it ends with 130. */
  isLong?: true;
  options: ParseArgsOptionsConfig;
  /**
   * @returns the exit code.
   * @throws {OperatorError} or {UsageError}, told in one line.
   */
  run(positionals: string[], options: Record<string, unknown>): Promise<number>;
}
