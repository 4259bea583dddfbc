import { type Verb, type VerdictOf, verbs } from '../contract.ts';

/**
 * What a question that does not parse is answered: the same *no* as a wrong answer, so that a password
 * of a megabyte or half a surrogate is only a wrong password.
 *
 * @returns null for verbs that have no *no*: their callers are our own tools, and are refused.
 */
export function answerToMalformed<V extends Verb>(verb: V, body: unknown): VerdictOf<V> | null {
  const verdict = candidate(verb, body);
  return verdict && verbs[verb].verdict.safeParse(verdict).success
    ? (verdict as VerdictOf<V>)
    : null;
}

function candidate(verb: Verb, body: unknown): object | null {
  if (verb === 'request-link') return { verdict: 'yes' };
  if (isAboutChallenge(verb)) {
    const { challenge } = verbs[verb].request.shape;
    const given = (body as { challenge?: unknown } | null)?.challenge;
    // A code that cannot be one is no reason to send somebody back to the password.
    return { verdict: 'no', challenge: challenge.safeParse(given).success ? 'open' : 'over' };
  }
  return { verdict: 'no' };
}

function isAboutChallenge(verb: Verb) {
  return (
    verb === 'verify-second-factor' || verb === 'verify-mailed-code' || verb === 'send-mailed-code'
  );
}
