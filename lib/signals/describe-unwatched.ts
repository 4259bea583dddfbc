import { z } from 'zod';
import type { Prisma } from '../../prisma/manager/client/client.ts';
import { policy } from './policy.ts';

/** What the patterns ask of one sign-in that waits. */
const unwatchedShape = z.object({
  id: z.bigint(),
  /** Null where the sign-in is no longer there. */
  customerId: z.string().nullable(),
  at: z.date().nullable(),
  /** Null where its address is none. */
  network: z.string().nullable(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  isEntry: z.boolean().nullable(),
  isRefused: z.boolean().nullable(),
  /** Whether nobody had got in to the account from the network before the window. */
  isStranger: z.boolean(),
  isFirstTry: z.boolean().nullable(),
  /** Since when the account has been tried from the network; told of an entry. */
  networkSince: z.date().nullable(),
  /** What the account was entered with before; told of a first try. */
  knownAgents: z.array(z.string()).nullable(),
  /** The account's entries shortly before; told of an entry. */
  entriesBefore: z
    .array(
      z.object({
        address: z.string(),
        userAgent: z.string(),
        at: z.coerce.date(),
        networkSince: z.coerce.date(),
      }),
    )
    .nullable(),
  accountsRefused: z.number(),
  accountsStrange: z.number(),
  networksRefused: z.number(),
});
export type Unwatched = z.infer<typeof unwatchedShape>;

/** The next sign-ins that wait, oldest first, with what the patterns ask of each. */
export async function describeUnwatched(tx: Prisma.TransactionClient): Promise<Unwatched[]> {
  const { batch, manyAccounts, manySources, impossiblePace } = policy;
  const rows = await tx.$queryRaw`
    SELECT id, customer_id AS "customerId", at, network, address, user_agent AS "userAgent", is_entry AS "isEntry",
      is_refused AS "isRefused", is_stranger AS "isStranger", is_first_try AS "isFirstTry",
      network_since AS "networkSince", known_agents AS "knownAgents", entries_before AS "entriesBefore",
      accounts_refused AS "accountsRefused", accounts_strange AS "accountsStrange",
      networks_refused AS "networksRefused"
    FROM describe_unwatched(${batch}::int,
      make_interval(mins => ${manyAccounts.withinMinutes}::int), ${manyAccounts.strange * 4}::int,
      make_interval(mins => ${manySources.withinMinutes}::int),
      make_interval(mins => ${impossiblePace.withinMinutes}::int))`;
  return z.array(unwatchedShape).parse(rows);
}
