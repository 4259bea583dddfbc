import type { Verb } from '../contract.ts';
import { verbs } from '../contract.ts';

/** Processes that may ask at all. Each has a key of its own, so that one stolen key is one zone. */
export const callers = ['manager', 'worker', 'operator'] as const;
export type Caller = (typeof callers)[number];

const operatorOnly: Verb[] = [
  'open-setup',
  'import-credentials',
  'wrap-legacy-hashes',
  'rotate-keys',
  'void-authenticators',
  'describe-keys',
];

/**
 * The worker hands a long list over: a job goes on where another died, and a page does not. Nor does a page sign. And
 * it mails notices: who took the manager over cannot make links that lock accounts.
 */
const workerOnly: Verb[] = ['add-to-reset', 'sign-activity-checkpoint', 'offer-disowning'];

const verbsOf: Record<Caller, ReadonlySet<Verb>> = {
  manager: new Set(
    (Object.keys(verbs) as Verb[]).filter(
      (verb) => !operatorOnly.includes(verb) && !workerOnly.includes(verb),
    ),
  ),
  worker: new Set<Verb>(['describe-reset', 'list-reset', ...workerOnly]),
  operator: new Set<Verb>([...operatorOnly, 'describe-passwords']),
};

/** Whether `verb` is on the caller's list. */
export function mayAsk(caller: Caller, verb: Verb): boolean {
  return verbsOf[caller].has(verb);
}
