/**
 * What sign-ins can make together that is worth a look, gravest first.
 *
 * - `first-try`: in without a second factor, at the first attempt ever from a network never seen for the account.
 * - `impossible-pace`: in from two countries sooner than anybody travels.
 * - `many-accounts`: one network, and many accounts it has no business with.
 * - `many-sources`: one account, refused from many networks.
 */
export const signalPatterns = [
  'first-try',
  'impossible-pace',
  'many-accounts',
  'many-sources',
] as const;
export type SignalPattern = (typeof signalPatterns)[number];
