import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Verb } from '../../contract.ts';
import type { Reply } from '../decide.ts';
import { legacySchemes } from '../passwords/legacy/legacy-hash.ts';
import { currentScheme } from '../passwords/scheme.ts';
import { wrappedSchemes } from '../passwords/wrapped-hash.ts';
import { type LimitName, limits } from '../throttle/limits.ts';
import { alertEvent, alertEvents } from './alert-events.ts';

/** What the service tells of itself while it decides. */
export interface Watch {
  /** An attempt was refused by this limit. */
  throttled(limit: LimitName): void;
  /** A hashing was turned away, because too many wait. */
  shed(): void;
}

export interface Metrics extends Watch {
  decided(verb: Verb | 'unknown', verdict: Reply['verdict'], seconds: number): void;
  /** Something was logged as an error. */
  alerted(event: unknown): void;
  /** How many passwords are stored of each scheme, by the newest census. */
  counted(rows: { scheme: string; count: number }[]): void;
  /** All of it, in Prometheus' text format. */
  page(): Promise<string>;
}

const schemes: string[] = [currentScheme, ...legacySchemes, ...wrappedSchemes];

/**
 * Counts what the service does. Every label is of a closed set: nothing of a request, and nothing that a
 * row holds, becomes one, so that the page can neither grow without end nor tell anything about anybody.
 *
 * @param sources.queue how many hashings run and wait at this moment.
 */
export function openMetrics(sources: {
  queue: () => { running: number; waiting: number };
}): Metrics {
  // Its own registry: the library's global one holds whatever a package puts there.
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const named = (name: string, help: string) => ({
    name: `bulkhead_auth_${name}`,
    help,
    registers: [registry],
  });
  const queueGauge = (kind: 'running' | 'waiting', help: string) =>
    new Gauge({
      ...named(`hash_queue_${kind}`, help),
      collect() {
        this.set(sources.queue()[kind]);
      },
    });

  const verdicts = new Counter({
    ...named('verdicts_total', 'Decisions, by verb and verdict.'),
    labelNames: ['verb', 'verdict'] as const,
  });
  const decisions = new Histogram({
    ...named('decision_seconds', 'Time from question to answer, its floor included.'),
    labelNames: ['verb'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
  });
  const throttled = new Counter({
    ...named('throttled_total', 'Attempts refused by a limit.'),
    labelNames: ['limit'] as const,
  });
  const alerts = new Counter({
    ...named('alerts_total', 'What was logged as an error, by event.'),
    labelNames: ['event'] as const,
  });
  const rows = new Gauge({
    ...named('password_rows', 'Stored passwords by scheme, as of the newest daily census.'),
    labelNames: ['scheme'] as const,
  });
  queueGauge('running', 'Hashings under way.');
  queueGauge('waiting', 'Hashings that wait for a place.');
  const shed = new Counter(named('hash_queue_shed_total', 'Hashings turned away by a full queue.'));
  // A series that begins at its first event has no increase to alert on.
  for (const limit of Object.keys(limits) as LimitName[]) throttled.inc({ limit }, 0);
  for (const event of [...alertEvents, 'other']) alerts.inc({ event }, 0);

  return {
    throttled: (limit) => throttled.inc({ limit }),
    shed: () => shed.inc(),
    decided(verb, verdict, seconds) {
      verdicts.inc({ verb, verdict });
      decisions.observe({ verb }, seconds);
    },
    alerted: (event) => alerts.inc({ event: alertEvent(event) }),
    counted(counts) {
      rows.reset();
      for (const scheme of schemes) rows.set({ scheme }, 0);
      for (const { scheme, count } of counts) {
        rows.inc({ scheme: schemes.includes(scheme) ? scheme : 'other' }, count);
      }
    },
    page: () => registry.metrics(),
  };
}
