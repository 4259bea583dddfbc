/**
 * What is worth a look, gravest first: a customer's own word, and what sign-ins can make together.
 *
 * - `disowned`: the customer said of a notice that it was not them. Opened by a trigger on `activity`.
 * - `first-try`: in without a second factor, at the first attempt ever from a network never seen for the account.
 * - `impossible-pace`: in from two countries sooner than anybody travels.
 * - `many-accounts`: one network, and many accounts it has no business with.
 * - `many-sources`: one account, refused from many networks.
 */
export const signalPatterns = [
  'disowned',
  'first-try',
  'impossible-pace',
  'many-accounts',
  'many-sources',
] as const;
export type SignalPattern = (typeof signalPatterns)[number];
