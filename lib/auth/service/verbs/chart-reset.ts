import type { Answer } from '../service.ts';

/** Counted in one statement, from the steps themselves: there is no counter that a crash could leave wrong. */
export const chartReset: Answer<'chart-reset'> = async (_service, request, question) =>
  question.settle(async (tx) => {
    const { reset: id, moments } = request;
    const reset = await tx.reset.findUnique({ where: { id }, select: { id: true } });
    if (!reset) return { verdict: { verdict: 'no' }, because: 'not-in-force' };
    const rows = await tx.$queryRaw<{ step: string; bucket: number; count: number }[]>`
      SELECT step, least(width_bucket(at, ${moments}::timestamptz[]), ${moments.length - 1}::int) AS bucket,
        count(*)::int AS count
      FROM reset_step WHERE reset_id = ${id}::uuid GROUP BY 1, 2`;
    const upTo = (step: string) =>
      moments.map((_, index) =>
        rows
          .filter((row) => row.step === step && row.bucket <= index)
          .reduce((sum, { count }) => sum + count, 0),
      );
    return { verdict: { verdict: 'yes', opened: upTo('opened'), done: upTo('done') } };
  });
