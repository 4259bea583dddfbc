import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { describeUnwatched, type Unwatched } from './describe-unwatched.ts';
import { gatherMarks } from './gather-marks.ts';
import { judgeSignIn, type Watched } from './judge-sign-in.ts';
import { keepCompany } from './keep-company.ts';

/**
 * Holds the sign-ins that wait against the patterns, until none waits. What is taken off the queue and what
 * came of it are one transaction: each counts once, whatever dies when. One worker at a time does it.
 */
export async function watchSignIns(database: PrismaClient): Promise<void> {
  while ((await watchSome(database)) > 0);
}

async function watchSome(database: PrismaClient): Promise<number> {
  return database.$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtext('watch-sign-ins')) AS mine`;
      if (!lock?.mine) return 0;
      const waiting = await describeUnwatched(tx);
      if (waiting.length === 0) return 0;
      const batch = waiting.filter(isWhole);
      const marks = batch.flatMap(judgeSignIn);
      await gatherMarks(tx, [...marks, ...(await keepCompany(tx, batch, marks))]);
      const ids = waiting.map(({ id }) => id);
      await tx.signInUnwatched.deleteMany({ where: { activityId: { in: ids } } });
      return waiting.length;
    },
    { maxWait: 5_000, timeout: 30_000 },
  );
}

const isWhole = (row: Unwatched): row is Watched =>
  row.customerId !== null && row.at !== null && row.userAgent !== null;
