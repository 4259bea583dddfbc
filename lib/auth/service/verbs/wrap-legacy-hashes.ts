import { legacySchemes } from '../passwords/legacy/legacy-hash.ts';
import type { Answer, Outcome, Service, Transaction } from '../service.ts';

const namedSkipped = 100;

/** Starts, pauses or resumes the wrapping in the background, or only tells how far it has come. */
export const wrapLegacyHashes: Answer<'wrap-legacy-hashes'> = async (
  service,
  request,
  question,
) => {
  const { action, rowsPerSecond } = request;
  const settled = await question.settle(async (tx) => {
    if (action === 'start') await start(tx, question.now, rowsPerSecond);
    if (action === 'pause')
      await tx.wrapping.updateMany({ where: running, data: { state: 'paused' } });
    if (action === 'resume') {
      const pace = rowsPerSecond ? { rowsPerSecond } : {};
      await tx.wrapping.updateMany({
        where: { state: 'paused' },
        data: { state: 'running', ...pace },
      });
    }
    return tell(tx, action);
  });
  service.wakeWrapping();
  return settled;
};

const running = { state: 'running' };
const defaultRowsPerSecond = 10;

// One that runs already is joined: only its pace may change.
async function start(tx: Transaction, now: Date, pace: number | undefined) {
  const rowsPerSecond = pace ?? defaultRowsPerSecond;
  const joined = await tx.wrapping.updateMany({
    where: running,
    data: pace ? { rowsPerSecond: pace } : { state: 'running' },
  });
  if (joined.count) return;
  await tx.wrappingSkipped.deleteMany();
  const fresh = { state: 'running', rowsPerSecond, startedAt: now, endedAt: null, wrapped: 0 };
  const values = { ...fresh, lastSubject: null, lease: null, leaseUntil: null };
  await tx.wrapping.upsert({ where: { only: true }, create: values, update: values });
}

async function tell(
  tx: Pick<Transaction & Service['database'], 'wrapping' | 'wrappingSkipped' | 'password'>,
  action: string,
): Promise<Outcome<'wrap-legacy-hashes'>> {
  const job = await tx.wrapping.findUnique({ where: { only: true } });
  const left = await tx.password.count({ where: { scheme: { in: [...legacySchemes] } } });
  const skipped = await tx.wrappingSkipped.findMany({ take: namedSkipped });
  return {
    verdict: {
      verdict: 'yes',
      state: (job?.state ?? 'none') as 'none',
      rowsPerSecond: job?.rowsPerSecond ?? defaultRowsPerSecond,
      wrapped: job?.wrapped ?? 0,
      left,
      skipped: skipped.map(({ subjectId }) => subjectId),
    },
    because: action,
  };
}
