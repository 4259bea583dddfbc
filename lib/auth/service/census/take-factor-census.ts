import type { Service } from '../service.ts';
import { countSecondFactors } from './count-second-factors.ts';

/** Writes down once a day how many have a password, and how many of them a second factor. */
export async function takeFactorCensus({ database, clock }: Service): Promise<void> {
  const day = new Date(clock().toISOString().slice(0, 10));
  if (await database.factorCensus.findUnique({ where: { day } })) return;
  const accounts = await database.password.count();
  const secondFactors = await countSecondFactors(database);
  const data = [{ day, accounts, secondFactors }];
  await database.factorCensus.createMany({ data, skipDuplicates: true });
}
