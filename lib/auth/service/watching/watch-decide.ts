import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { type Verb, verbs } from '../../contract.ts';
import type { Decide } from '../decide.ts';
import type { Metrics } from './metrics.ts';
import { inRequest } from './request-scope.ts';

/** Counts and times every decision, and logs one line of it: no content of the question, nor of the answer. */
export function watchDecide(
  decide: Decide,
  metrics: Pick<Metrics, 'decided'>,
  log: Logger,
): Decide {
  return (caller, name, body, requestId) =>
    inRequest(requestId, async () => {
      const started = performance.now();
      const reply = await decide(caller, name, body, requestId);
      const ms = performance.now() - started;
      const verb = Object.hasOwn(verbs, name) ? (name as Verb) : 'unknown';
      const { verdict } = reply;
      metrics.decided(verb, verdict, ms / 1_000);
      // Not for what was turned away: a flood must not order a line each.
      const shed = 'retryAfterSeconds' in reply;
      if (!shed) log.info({ event: 'decided', caller, verb, verdict, ms: Math.round(ms) });
      return reply;
    });
}
