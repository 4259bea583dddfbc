import type { PasswordWeakness } from '../../contract.ts';
import type { Service, Transaction } from '../service.ts';
import type { Subject } from '../subjects/load-subject.ts';
import { digestOf } from './policy.ts';

/**
 * What there is against the right password that was just typed.
 *
 * @param typed secret.
 * @returns undefined when that cannot be told: then nobody is kept out, and what was known stays.
 */
export async function weighTyped(
  service: Service,
  subject: Subject,
  typed: { email: string; password: string },
): Promise<PasswordWeakness | null | undefined> {
  const about = { secondFactor: subject.totp !== null, email: typed.email };
  try {
    return await service.policy.weigh(typed.password, about);
  } catch (error) {
    service.log.error({ event: 'strength-unknown', name: (error as Error).name });
    return undefined;
  }
}

/**
 * Writes down what was found, where it is news. Call with the subject locked.
 *
 * @returns what is known now. A password once breached stays so: one list may know what another does not.
 */
export async function recordWeakness(
  tx: Transaction,
  subjectId: string,
  found: PasswordWeakness | null | undefined,
  now: Date,
): Promise<PasswordWeakness | null> {
  const row = await tx.password.findUniqueOrThrow({
    where: { subjectId },
    select: { weakness: true },
  });
  const known = row.weakness as PasswordWeakness | null;
  const weakness = found === undefined || known === 'breached' ? known : found;
  if (weakness !== known) {
    const weaknessAt = weakness && now;
    await tx.password.update({
      where: { subjectId },
      data: { weakness, weaknessAt },
      select: { subjectId: true },
    });
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
