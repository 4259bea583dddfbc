import type { PasswordWeakness } from '../../contract.ts';
import { type Bytes, keyedHash } from '../keys/keyed-hash.ts';
import type { Service, Transaction } from '../service.ts';
import type { Standing } from '../subjects/find-standing.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { digestOf } from './policy.ts';

/** What was found against a password, and for which estimate that holds. */
export interface Weighed {
  weakness: PasswordWeakness | null;
  weighedAs: Bytes;
}

/**
 * What there is against the right password that was just typed. It is estimated once for each password,
 * customer and edition of the policy: an estimate takes as long as a tenth of a bcrypt.
 *
 * @param typed secret.
 * @returns undefined when that cannot be told: then nobody is kept out, and what was known stays.
 */
export async function weighTyped(
  service: Service,
  subject: Subject,
  { email, password }: { email: string; password: string },
): Promise<Weighed | undefined> {
  const { policy } = service;
  const about = { secondFactor: subject.methods.length > 0, email };
  const weighedAs = nameEstimate(service, subject, about);
  const { weakness, weighedAs: before } = subject.weighed;
  try {
    if (!before || Buffer.compare(before, weighedAs) !== 0) {
      return { weakness: await policy.weigh(password, about), weighedAs };
    }
    return { weakness: (await policy.isListed(password)) ? 'breached' : weakness, weighedAs };
  } catch (error) {
    service.log.error({ event: 'strength-unknown', name: (error as Error).name });
    return undefined;
  }
}

// Keyed: the bare hash of an email could be tried out. `setAt` names the password.
function nameEstimate(
  { keys, policy }: Service,
  { id, password }: Subject,
  { email, secondFactor }: { email: string; secondFactor: boolean },
): Bytes {
  const setAt = password?.setAt.toISOString() ?? '';
  const parts = [policy.edition, id, setAt, email, String(secondFactor)];
  return keyedHash(keys.lookup, 'weighed', ...parts);
}

/**
 * Writes down what was found, where it is news. Call with the subject locked.
 *
 * @param known the standing, read with that lock held.
 * @returns what is known now. A password once breached stays so: one list may know what another does not.
 */
export async function recordWeakness(
  tx: Transaction,
  subjectId: string,
  known: Pick<Standing, 'weakness' | 'weighedAs'>,
  found: Weighed | undefined,
  now: Date,
): Promise<PasswordWeakness | null> {
  if (!found) return known.weakness;
  const { weighedAs } = found;
  const weakness = known.weakness === 'breached' ? 'breached' : found.weakness;
  const isNews = weakness !== known.weakness;
  if (isNews || !known.weighedAs || Buffer.compare(known.weighedAs, weighedAs) !== 0) {
    const data = { weighedAs, ...(isNews && { weakness, weaknessAt: weakness && now }) };
    await tx.password.update({ where: { subjectId }, data, select: { subjectId: true } });
  }
  return weakness;
}

/** Asks the API about a password that signed in, after the answer: nobody waits for it. */
export function askBreachedLater(
  service: Service,
  { id: subjectId, password }: Subject,
  typed: string,
): void {
  if (!password) return;
  // From here on only the digest is held.
  const digest = digestOf(typed);
  service.background.run('breached-api', async () => {
    if ((await service.breachedApi.ask(digest)) !== 'breached') return;
    // `setAt` names the password: one chosen in the meantime was asked about already.
    await service.database.password.updateMany({
      where: { subjectId, setAt: password.setAt },
      data: { weakness: 'breached', weaknessAt: service.clock() },
    });
  });
}
