import { emailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service, Transaction } from '../service.ts';
import type { Subject } from './load-subject.ts';

/** The subject's address, from the service's own sealed copy; null, with an alert, when it is damaged. */
export function unsealEmail({ log }: Pick<Service, 'log'>, subject: Subject) {
  const email = unseal(subject.keys, emailPlace(subject.id), subject.emailSealed);
  if (!email) log.error({ event: 'seal-broken', what: 'email', subject: subject.id });
  return email?.toString('utf8') ?? null;
}

/** The address that a subject has in this transaction; null, with an alert, when it does not open. */
export async function openCurrentEmail(
  { keys, log }: Pick<Service, 'keys' | 'log'>,
  tx: Pick<Transaction, 'subject'>,
  id: string,
): Promise<string | null> {
  const { emailSealed } = await tx.subject.findUniqueOrThrow({ where: { id } });
  const email = unseal(keys, emailPlace(id), emailSealed);
  if (!email) log.error({ event: 'seal-broken', what: 'email', subject: id });
  return email?.toString('utf8') ?? null;
}
