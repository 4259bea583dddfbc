import type { Subject as SubjectRow } from '../../../../prisma/auth/client/client.ts';
import { emailPlace } from '../seal/places.ts';
import { unseal } from '../seal/seal.ts';
import type { Service } from '../service.ts';

/** The subject's address, from the service's own sealed copy; null, with an alert, when it is damaged. */
export function unsealEmail(service: Service, subject: Pick<SubjectRow, 'id' | 'emailSealed'>) {
  const email = unseal(service.keys, emailPlace(subject.id), subject.emailSealed);
  if (!email) service.log.error({ event: 'seal-broken', what: 'email', subject: subject.id });
  return email?.toString('utf8') ?? null;
}
