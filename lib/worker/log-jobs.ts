import type { LogFunctionFactory } from 'graphile-worker';
import type { Logger } from 'pino';
import { z } from 'zod';

const uuid = z.uuid();
const known = z.object({
  job: z.object({
    id: z.string(),
    task_identifier: z.string(),
    attempts: z.number(),
    payload: z.unknown(),
  }),
  duration: z.number().optional(),
});

/**
 * What is logged of the queue: a job's task, number and fate, and the request it was queued for. A payload
 * names customers, and the words of an error may quote one: neither is.
 */
export function logJobs(log: Logger): LogFunctionFactory {
  return () => (level, _words, meta) => {
    const done = meta?.success === true;
    if (!done && level !== 'error') return;
    const facts = jobFacts(meta);
    if (done) {
      log.info({ event: 'job-done', ...facts });
    } else {
      const { name, code } = (meta?.error ?? meta?.fatalError ?? {}) as Record<string, unknown>;
      log.error({ event: meta?.failure ? 'job-failed' : 'queue-failed', ...facts, name, code });
    }
  };
}

function jobFacts(meta: unknown) {
  const parsed = known.safeParse(meta);
  if (!parsed.success) return {};
  const { job, duration } = parsed.data;
  const { id, task_identifier: task, attempts: attempt, payload } = job;
  const requestId = uuid.safeParse((payload as { requestId?: unknown } | null)?.requestId).data;
  return { task, job: id, attempt, requestId, ms: duration && Math.round(duration) };
}
