import { Prisma } from '../../prisma/manager/client/client.ts';
import { type ActivityKind, activityKinds } from './kinds.ts';

/** What is looked for: each word in what happened, the address, or what the browser says of itself. */
export type ActivitySearch = {
  text: string;
  /** What is called so, or partly so. */
  kinds: ActivityKind[];
}[];

/** More words than this are not looked for. */
export const searchWordsMax = 6;

/**
 * Reads what was typed to be looked for.
 *
 * @param called what each kind is called in the reader's language.
 */
export function readSearch(
  text: string,
  called: Record<ActivityKind, string>,
): ActivitySearch | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, searchWordsMax);
  if (words.length === 0) return undefined;
  return words.map((word) => ({
    text: word,
    kinds: activityKinds.filter((kind) => called[kind].toLowerCase().includes(word)),
  }));
}

/** The search as further terms of a condition on `activity`. What was typed is no pattern: it stands for itself. */
export function searchSql(search: ActivitySearch): Prisma.Sql {
  const terms = search.map(
    ({ text, kinds }) => Prisma.sql`
      AND (kind = ANY(${kinds}::text[]) OR strpos(lower(address), ${text}) > 0
        OR strpos(lower(user_agent), ${text}) > 0)`,
  );
  return Prisma.join(terms, ' ');
}
