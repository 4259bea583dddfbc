import type { Service } from '../service.ts';
import { countPasswords } from './count-passwords.ts';

/** Writes down once a day how many hashes there are of each kind. */
export async function takeCensus({ database, clock }: Service): Promise<void> {
  const day = new Date(clock().toISOString().slice(0, 10));
  if (await database.passwordCensus.findFirst({ where: { day } })) return;
  const counts = await countPasswords(database);
  const data = counts.map((count) => ({ day, ...count }));
  await database.passwordCensus.createMany({ data, skipDuplicates: true });
}
