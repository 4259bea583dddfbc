import type { Service } from './service.ts';
import { knownForDays } from './subjects/known-sources.ts';

const hour = 3_600_000;

/** Deletes what can open nothing any more. Safe to run anywhere, at any time, twice at once. */
export async function cleanUp(service: Service): Promise<void> {
  const { database } = service;
  const now = service.clock().getTime();
  const before = (ms: number) => ({ lt: new Date(now - ms) });
  await database.challenge.deleteMany({ where: { expiresAt: before(hour) } });
  await database.passkeyChallenge.deleteMany({ where: { expiresAt: before(hour) } });
  await database.grant.deleteMany({ where: { expiresAt: before(hour) } });
  await database.link.deleteMany({ where: { expiresAt: before(24 * hour) } });
  await database.disowning.deleteMany({ where: { expiresAt: before(24 * hour) } });
  await database.emailChange.deleteMany({ where: { expiresAt: before(0) } });
  await database.formerEmail.deleteMany({ where: { keptUntil: before(0) } });
  await database.totp.deleteMany({ where: { state: 'pending', createdAt: before(hour) } });
  // Requests beyond the limit, written for nobody.
  await database.linkRequest.deleteMany({ where: { nextAttemptAt: null } });
  await database.mailFailed.deleteMany({ where: { failedAt: before(90 * 24 * hour) } });
  await database.knownSource.deleteMany({
    where: { lastSeenAt: before(knownForDays * 24 * hour) },
  });
  // A bucket this old is empty: the slowest leaks its whole burst in under two hours.
  await database.throttle.deleteMany({ where: { updatedAt: before(24 * hour) } });
}
