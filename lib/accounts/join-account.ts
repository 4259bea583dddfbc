import type { Prisma } from '../../prisma/manager/client/client.ts';
import { recordActivity } from '../activity/record-activity.ts';
import { elsewhere } from './change-account.ts';

/** Somebody who was invited to an account has chosen a password: both they and who invited them read so. */
export async function joinAccount(
  tx: Prisma.TransactionClient,
  joining: { customerId: string; source: { address: string; userAgent: string }; at: Date },
): Promise<void> {
  const { customerId, source, at: joinedAt } = joining;
  const waiting = { customerId, joinedAt: null, removedAt: null };
  const person = await tx.accountMember.findFirst({ where: waiting });
  if (!person) return;
  await tx.accountMember.update({ where: { id: person.id }, data: { joinedAt } });
  const entry = { kind: 'member-joined', outcome: 'yes' } as const;
  await recordActivity(tx, { ...entry, customerId, source });
  if (!person.invitedBy) return;
  const detail = { person: person.email };
  await recordActivity(tx, { ...entry, customerId: person.invitedBy, source: elsewhere, detail });
}
