import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import { type OptionalKind, optionalKinds } from './kinds.ts';

/** The optional kinds of which a customer wants no mail. */
export async function listUnwanted(db: PrismaClient, customerId: string): Promise<Set<string>> {
  const rows = await db.unwantedMail.findMany({ where: { customerId }, select: { kind: true } });
  return new Set(rows.map(({ kind }) => kind));
}

/** Stores of which optional kinds a customer wants mail. The others are mailed whatever is asked for. */
export async function chooseMails(
  db: PrismaClient,
  customerId: string,
  wanted: readonly OptionalKind[],
): Promise<void> {
  const unwanted = optionalKinds.filter((kind) => !wanted.includes(kind));
  await db.$transaction([
    db.unwantedMail.deleteMany({ where: { customerId } }),
    db.unwantedMail.createMany({
      data: unwanted.map((kind) => ({ customerId, kind })),
      skipDuplicates: true,
    }),
  ]);
}
