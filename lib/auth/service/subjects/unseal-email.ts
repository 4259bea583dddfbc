import { emailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service } from '../service.ts';
import type { Subject } from './load-subject.ts';

/** The subject's address, from the service's own sealed copy; null, with an alert, when it is damaged. */
export function unsealEmail({ log }: Pick<Service, 'log'>, subject: Subject) {
  const email = unseal(subject.keys, emailPlace(subject.id), subject.emailSealed);
  if (!email) log.error({ event: 'seal-broken', what: 'email', subject: subject.id });
  return email?.toString('utf8') ?? null;
}
