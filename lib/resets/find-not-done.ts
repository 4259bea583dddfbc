import type { ResetProgress } from './describe-reset.ts';
import type { Door } from './door.ts';
import { listProgress, type ReportedReset } from './list-progress.ts';

/** Most customers named on a page, and most that are looked through for them. */
const [namedMax, seenMax] = [100, 20_000];

export interface NotDone {
  count: number;
  /** The first of them. */
  named: { id: string; name: string }[];
}

/** Who has not chosen a new password since a reset; null while the auth service does not say. */
export async function findNotDone(
  door: Door,
  reset: ReportedReset,
  { passwords, mails }: Pick<ResetProgress, 'passwords' | 'mails'>,
): Promise<NotDone | null> {
  if (!passwords) return null;
  // Whoever was invited and never chose a password has not chosen a new one either.
  const count = Math.max(mails.concerned - passwords.done, 0);
  const named: NotDone['named'] = [];
  let seen = 0;
  try {
    for await (const { id, name, doneAt } of listProgress(door, reset)) {
      if (named.length === Math.min(count, namedMax) || seen++ === seenMax) break;
      if (!doneAt) named.push({ id, name });
    }
  } catch {
    return null;
  }
  return { count, named };
}
