import { countPasswords, isCurrent } from '../census/count-passwords.ts';
import { countSecondFactors } from '../census/count-second-factors.ts';
import { countWeak } from '../census/count-weak.ts';
import { findDormant } from '../census/find-dormant.ts';
import { projectEnd } from '../census/project-end.ts';
import type { Answer, Service } from '../service.ts';

const historyDays = 90;

/** How many hashes there are of which kind, and when the old ones will be gone. Names no customer but one. */
export const describePasswords: Answer<'describe-passwords'> = async (
  service,
  _request,
  question,
) => {
  const { now } = question;
  const counts = await countPasswords(service.database);
  const weak = await countWeak(service.database);
  const dormant = await findDormant(service.database);
  const since = new Date(now.getTime() - historyDays * 86_400_000);
  const days = await service.database.passwordCensus.findMany({
    where: { day: { gte: since } },
    orderBy: { day: 'asc' },
  });
  const byDay = new Map<string, number>();
  for (const { day, count, ...kind } of days) {
    const name = day.toISOString().slice(0, 10);
    byDay.set(name, (byDay.get(name) ?? 0) + (isCurrent(service, kind) ? 0 : count));
  }
  const history = [...byDay].map(([day, outdated]) => ({ day, outdated }));
  const projectedEnd = projectEnd(history);
  const secondFactors = {
    count: await countSecondFactors(service.database),
    history: await readFactorCensus(service, since),
  };
  return question.settle(async () => ({
    verdict: {
      verdict: 'yes',
      counts: counts.map((one) => ({ ...one, current: isCurrent(service, one) })),
      weak,
      oldestDormant: dormant && { ...dormant, passwordSetAt: dormant.passwordSetAt.toISOString() },
      history,
      projectedEnd,
      secondFactors,
    },
  }));
};

async function readFactorCensus({ database }: Service, since: Date) {
  const days = await database.factorCensus.findMany({
    where: { day: { gte: since } },
    orderBy: { day: 'asc' },
  });
  return days.map(({ day, accounts, secondFactors }) => ({
    day: day.toISOString().slice(0, 10),
    accounts,
    count: secondFactors,
  }));
}
