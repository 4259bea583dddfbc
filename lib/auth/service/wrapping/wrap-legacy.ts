import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Password } from '../../../../prisma/auth/client/client.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import { legacySchemes, parseLegacyHash } from '../passwords/legacy/legacy-hash.ts';
import { openPassword } from '../passwords/open-password.ts';
import { sealPassword } from '../passwords/seal-password.ts';
import type { Service } from '../service.ts';
import { lockSubject } from '../subjects/lock-subject.ts';

const leaseSeconds = 60;
const pageRows = 100;

interface Job {
  lastSubject: string | null;
  rowsPerSecond: number;
}

/**
 * Carries the wrapping on, if one is running and nobody else does: one row after the other, so that at
 * most one core is taken from sign-ins, and half the time while there are any. Ends when it is done, paused, or `stopping`. Killed anywhere, the
 * next run goes on from the last row: each goes by compare-and-swap, and a wrapped one is no legacy row.
 */
export async function wrapLegacy(service: Service, stopping: AbortSignal): Promise<void> {
  const lease = randomUUID();
  for (let job = await takeJob(service, lease); job; job = await takeJob(service, lease)) {
    const rows = await service.database.password.findMany({
      where: {
        scheme: { in: [...legacySchemes] },
        subjectId: { gt: job.lastSubject ?? noSubject },
      },
      orderBy: { subjectId: 'asc' },
      take: pageRows,
    });
    if (rows.length === 0 && !(await beginAgain(service, lease))) return end(service, lease);
    for (const row of rows) {
      if (stopping.aborted) return release(service, lease);
      const since = performance.now();
      await wrapRow(service, row);
      const still = await advance(service, lease, row.subjectId);
      if (!still) return release(service, lease);
      const tookMs = performance.now() - since;
      // The core it takes may be half of another's: beside a sign-in it rests as long as it works.
      const isAlone = service.admission.depth().running === 0;
      const restMs = Math.max(1_000 / job.rowsPerSecond - tookMs, isAlone ? 0 : tookMs);
      if (restMs > 0) await wait(restMs, undefined, { signal: stopping }).catch(() => {});
    }
  }
}

const noSubject = '00000000-0000-0000-0000-000000000000';

/** Takes the job, or keeps it. Null when there is none to carry on. */
async function takeJob({ database, clock }: Service, lease: string): Promise<Job | null> {
  const [job] = await database.$queryRaw<Job[]>`
    UPDATE wrapping SET lease = ${lease}::uuid,
      lease_until = ${clock()}::timestamptz + ${leaseSeconds} * interval '1 second'
    WHERE state = 'running'
      AND (lease IS NULL OR lease = ${lease}::uuid OR lease_until < ${clock()}::timestamptz)
    RETURNING last_subject::text AS "lastSubject", rows_per_second AS "rowsPerSecond"`;
  return job ?? null;
}

async function wrapRow(service: Service, row: Password): Promise<void> {
  const { hash, asRead } = await openPassword(service, row);
  const legacy = parseLegacyHash(hash);
  if (typeof legacy === 'string' || legacy.scheme !== row.scheme) {
    service.log.error({ event: 'hash-damaged', subject: row.subjectId });
    const data = [{ subjectId: row.subjectId }];
    await service.database.wrappingSkipped.createMany({ data, skipDuplicates: true });
    return;
  }
  // Only when no sign-in waits.
  const leave = await service.admission.enter({ rank: 'background', source: 'wrapping' });
  const wrapped = await service.passwords.wrap(legacy).finally(leave);
  await service.database.$transaction(async (tx) => {
    await lockSubject(tx, row.subjectId);
    const keys = await holdKeys(service, tx);
    // Signed in or changed meanwhile, the row is another, and needs no wrapping any more.
    const { count } = await tx.password.updateMany({
      where: { subjectId: row.subjectId, ...asRead },
      data: { ...sealPassword(keys, row.subjectId, wrapped), hashedAt: service.clock() },
    });
    await tx.$executeRaw`UPDATE wrapping SET wrapped = wrapped + ${count}::int`;
  });
}

/** @returns whether the job is still ours and running. */
async function advance({ database, clock }: Service, lease: string, subject: string) {
  const kept = await database.$executeRaw`
    UPDATE wrapping SET last_subject = ${subject}::uuid,
      lease_until = ${clock()}::timestamptz + ${leaseSeconds} * interval '1 second'
    WHERE state = 'running' AND lease = ${lease}::uuid`;
  return kept === 1;
}

/** A row that changed under the walk is still to be wrapped, if it is still of an older system. */
async function beginAgain({ database }: Service, lease: string): Promise<boolean> {
  const begun = await database.$executeRaw`
    UPDATE wrapping SET last_subject = NULL
    WHERE lease = ${lease}::uuid AND last_subject IS NOT NULL AND EXISTS (
      SELECT FROM password p WHERE p.scheme = ANY(${[...legacySchemes]}::text[])
        AND NOT EXISTS (SELECT FROM wrapping_skipped s WHERE s.subject_id = p.subject_id))`;
  return begun === 1;
}

async function release({ database }: Service, lease: string) {
  await database.$executeRaw`UPDATE wrapping SET lease = NULL WHERE lease = ${lease}::uuid`;
}

async function end({ database, clock, log }: Service, lease: string) {
  await database.$executeRaw`
    UPDATE wrapping SET state = 'done', lease = NULL, ended_at = ${clock()}
    WHERE lease = ${lease}::uuid AND state = 'running'`;
  log.info({ event: 'wrapping-done' });
}
