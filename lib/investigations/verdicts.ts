/**
 * What became of the attempts on one account, gravest first.
 *
 * - `first-try`: in, at the first attempt ever from an address never seen for the account.
 * - `after-failures`: in, from an address that had only ever failed for the account.
 * - `stopped`: the password was right, and the second factor was not, or a mailed code was asked for.
 * - `agent`: in, but only the user agent is an indicator, and other people's browsers have the same.
 * - `familiar`: in, from an address that the account was used from before the window.
 * - `tried`: never in.
 */
export const verdicts = [
  'first-try',
  'after-failures',
  'stopped',
  'agent',
  'familiar',
  'tried',
] as const;
export type Verdict = (typeof verdicts)[number];

/** Verdicts that say something against whoever signed in. */
export const accusing: readonly Verdict[] = ['first-try', 'after-failures', 'stopped'];
