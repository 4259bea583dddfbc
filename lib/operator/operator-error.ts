/** A command that cannot go on, in one line for the person who typed it. Never holds a secret. */
export class OperatorError extends Error {}

/** The command was typed wrongly: answered with how it is used, and exit code 2. */
export class UsageError extends Error {}

/** Ctrl-C ended it where it could go on later: how far it came, in words and for programs, and exit code 130. */
export class Interrupted extends OperatorError {
  readonly done: object;

  constructor(words: string, done: object = {}) {
    super(words);
    this.done = done;
  }
}
