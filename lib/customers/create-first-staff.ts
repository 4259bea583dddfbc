import 'server-only';
import { randomUUID } from 'node:crypto';
import { recordActivity } from '../activity/record-activity.ts';
import { ask } from '../auth/client.ts';
import type { Unavailable } from '../auth/connect.ts';
import type { RequestOf, VerdictOf } from '../auth/contract.ts';
import { database } from '../manager/database.ts';
import type { RequestSource } from '../manager/request.ts';
import { passwordContext } from './password-context.ts';

type Setup = Omit<RequestOf<'complete-setup'>, 'subject' | 'source'> & {
  name: string;
  source: RequestSource;
};
type Answer = VerdictOf<'complete-setup'> | Unavailable;

/**
 * Makes the first staff member, role security: here and in the auth service, or in neither. The row is
 * held back until the service has said yes, so that no set-up link is used up for an account that is not.
 * Whether an email is taken is told to nobody but the bearer of the link.
 */
export async function createFirstStaff({ name, source, ...asked }: Setup): Promise<Answer> {
  const subject = randomUUID();
  const { email, language } = asked;
  const setup = { ...asked, source: { address: source.address } };
  const context = passwordContext({ name });
  // No empty password is ever taken: of a link that is good, this is refused and uses nothing up.
  let answer: Answer = await ask('complete-setup', { ...setup, subject, password: '' });
  if (answer.verdict !== 'refused') return answer;
  answer = { verdict: 'unavailable' };
  try {
    await database().$transaction(
      async (tx) => {
        const data = { id: subject, email, name, language, staffRole: 'security' };
        const { count } = await tx.customer.createMany({ data, skipDuplicates: true });
        if (count === 0) {
          answer = { verdict: 'exists' };
          throw new Refused();
        }
        const did = { kind: 'password-set', outcome: 'yes', source } as const;
        await recordActivity(tx, { ...did, customerId: subject });
        answer = await ask('complete-setup', { ...setup, context, subject });
        if (answer.verdict !== 'yes') throw new Refused();
      },
      { timeout: 15_000 },
    );
    return answer;
  } catch (error) {
    return error instanceof Refused ? answer : { verdict: 'unavailable' };
  }
}

// Rolls the transaction back.
class Refused extends Error {}
