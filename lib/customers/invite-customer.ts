import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import type { AuthConnection, Unavailable } from '../auth/connect.ts';
import type { VerdictOf } from '../auth/contract.ts';
import type { Language } from '../words/languages.ts';

export interface Invitation {
  /** As the contract's `email` gives it: in lower case. */
  email: string;
  name: string;
  company: string;
  language: Language;
  /** Who invites. */
  staff: string;
}

/** `yes`: the auth service mails a link. `unavailable`: perhaps it does; inviting again is safe. */
export type Invited = {
  verdict: VerdictOf<'invite'>['verdict'] | Unavailable['verdict'];
  id: string;
};

/**
 * Makes a customer here and in the auth service. When no answer comes the row stays, and inviting again
 * asks about the same subject, so that nobody comes to exist twice or on one side only.
 *
 */
export async function inviteCustomer(
  { db, ask }: { db: PrismaClient; ask: AuthConnection['ask'] },
  { email, name, company, language, staff }: Invitation,
): Promise<Invited> {
  let invited: Invited = { verdict: 'unavailable', id: '' };
  try {
    await db.$transaction(
      async (tx) => {
        const data = { id: randomUUID(), email, name, company, language };
        await tx.customer.createMany({ data, skipDuplicates: true });
        const { id } = await tx.customer.findUniqueOrThrow({ where: { email } });
        const { verdict } = await ask('invite', { subject: id, email, language, staff });
        invited = { verdict, id };
        if (verdict === 'no' || verdict === 'exists') throw new Refused();
        if (verdict !== 'yes') return;
        const source = { address: '', userAgent: '' };
        await recordActivity(tx, { customerId: id, kind: 'invited', outcome: 'yes', source });
      },
      { timeout: 15_000 },
    );
  } catch (error) {
    if (!(error instanceof Refused)) return { verdict: 'unavailable', id: '' };
  }
  return invited;
}

// Rolls the transaction back: no customer comes of a refusal.
class Refused extends Error {}
