const mapMaxSize = 16_000_000;

/** Where each email of a file stood first. Takes about 120 bytes of memory a row. */
export interface SeenEmails {
  /** @returns the line on which it stood before, or undefined: then it is noted as seen on `line`. */
  findOrNote(email: string, line: number): number | undefined;
}

export function openSeenEmails(): SeenEmails {
  // One Map holds 2^24 entries at most.
  const maps = [new Map<string, number>()];
  return {
    findOrNote(email, line) {
      for (const map of maps) {
        const before = map.get(email);
        if (before !== undefined) return before;
      }
      let last = maps.at(-1);
      if (!last || last.size >= mapMaxSize) {
        last = new Map();
        maps.push(last);
      }
      last.set(email, line);
      return undefined;
    },
  };
}
