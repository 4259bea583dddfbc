import type { Source } from '../../contract.ts';
import type { Service } from '../service.ts';
import { findStanding } from './find-standing.ts';
import { loadSubject, type Subject } from './load-subject.ts';

/**
 * The staff member behind a request, by the service's own record: what the manager believes about
 * somebody's role decides nothing here.
 *
 * @returns null unless they are staff of that role whose own password still opens. Auditors act on nothing.
 */
export async function findStaff(
  service: Service,
  id: string,
  role: 'any' | 'security',
  source?: Source,
): Promise<Subject | null> {
  const subject = await loadSubject(service, { id }, source);
  if (!subject?.password || !subject.staffRole || subject.staffRole === 'auditor') return null;
  if (role === 'security' && subject.staffRole !== 'security') return null;
  const { behind } = await findStanding(service.database, subject.id);
  return behind ? null : subject;
}
