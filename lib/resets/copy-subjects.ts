import { resetListMax } from '../auth/contract.ts';
import type { Door } from './door.ts';

/**
 * Writes down whom a reset by a rule concerns, as the auth service says: sessions end and mails go by this
 * list. May be begun again at any time.
 *
 * @throws when the service stops answering; what came until then is kept.
 */
export async function copySubjects({ db, ask, requestId }: Door, reset: string): Promise<void> {
  let after: string | undefined;
  do {
    const verdict = await ask('list-reset', { reset, after }, requestId);
    if (verdict.verdict !== 'yes') throw new Error('The auth service does not list the reset.');
    const { subjects } = verdict;
    // Somebody only the service knows has no session here and gets no mail.
    await db.$executeRaw`
      INSERT INTO reset_subject (reset_id, customer_id)
      SELECT ${reset}::uuid, id FROM customer WHERE id = ANY (${subjects}::uuid[])
      ON CONFLICT DO NOTHING`;
    after = subjects.length === resetListMax ? subjects.at(-1) : undefined;
  } while (after);
}
