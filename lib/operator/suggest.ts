/**
 * Words that lead from what was typed to what there is; empty where nothing is near.
 *
 * @param typed its first words.
 * @param group what begins with the first of them, which is named where nothing is nearer.
 */
export function didYouMean(typed: string[], known: string[], group: string[] = []): string {
  const [nearest] = known
    .map((one) => ({ one, away: distance(typed.slice(0, one.split(' ').length).join(' '), one) }))
    .filter(({ one, away }) => away <= Math.max(2, Math.floor(one.length / 3)))
    .sort((one, other) => one.away - other.away);
  const meant = nearest ? [nearest.one] : group;
  return meant.length > 0 ? ` Did you mean ${meant.join(' or ')}?` : '';
}

// Letters put in, left out or changed; what is longer than any command is near to none.
function distance(from: string, to: string): number {
  if (from.length > 60) return from.length;
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let at = 0; at < from.length; at++) {
    const next = [at + 1];
    for (let other = 0; other < to.length; other++) {
      const change = (row[other] ?? 0) + (from[at] === to[other] ? 0 : 1);
      next.push(Math.min(change, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
