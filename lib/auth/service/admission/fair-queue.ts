/** Whose turn comes first: devices that have signed in as that customer before, then strangers. */
export type Rank = 'known' | 'stranger';

// So many of the known in a row, then one stranger: who has an account cannot shut newcomers out.
const knownInARow = 3;

/** Who waits, by rank and source: within a rank each source has one turn, then the next source. */
export interface FairQueue<T> {
  /**
   * Lets `item` wait. When there is no room, somebody is turned away: the newest of the source with the
   * longest line among strangers, or among the known where no stranger waits. One source that fills the
   * queue so displaces itself, not others.
   *
   * @returns who was turned away, `item` itself perhaps; null when there was room.
   */
  add(rank: Rank, source: string, item: T): T | null;
  /** Whose turn it is. */
  next(): T | undefined;
  size(): number;
}

/** @param room how many may wait. */
export function openFairQueue<T>(room: number): FairQueue<T> {
  const lines: Record<Rank, Map<string, T[]>> = { known: new Map(), stranger: new Map() };
  let size = 0;
  let known = 0;

  function take(rank: Rank): T | undefined {
    const [first] = lines[rank];
    if (!first) return undefined;
    const [source, line] = first;
    const item = line.shift();
    // To the end of the round, if it has more.
    lines[rank].delete(source);
    if (line.length) lines[rank].set(source, line);
    size--;
    return item;
  }

  return {
    add(rank, source, item) {
      const line = lines[rank].get(source) ?? [];
      line.push(item);
      lines[rank].set(source, line);
      size++;
      if (size <= room) return null;
      size--;
      return dropNewest(lines.stranger.size ? lines.stranger : lines.known);
    },
    next() {
      const turn = known < knownInARow || !lines.stranger.size ? 'known' : 'stranger';
      const item = take(turn) ?? take(turn === 'known' ? 'stranger' : 'known');
      known = turn === 'known' && lines.stranger.size ? known + 1 : 0;
      return item;
    },
    size: () => size,
  };
}

function dropNewest<T>(lines: Map<string, T[]>): T | null {
  let longest: [string, T[]] | undefined;
  // The last of equals: the source that came last gives way.
  for (const one of lines) if (one[1].length >= (longest?.[1].length ?? 0)) longest = one;
  if (!longest) return null;
  const [source, line] = longest;
  const dropped = line.pop();
  if (!line.length) lines.delete(source);
  return dropped ?? null;
}
