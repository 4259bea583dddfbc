const everyMs = { terminal: 100, log: 5_000 };
const width = 30;
const namedMax = 20;

/** Tells on stderr how far long work has come: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  show(share: number | undefined, rows: number): void;
  /** Prints a line that stays. */
  say(line: string): void;
  end(): void;
}

interface Options {
  /** Nothing but the lines that stay: a program reads the outcome. */
  quiet?: boolean;
  output?: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;
}

export function showProgress({ quiet = false, output = process.stderr }: Options = {}): Progress {
  const started = Date.now();
  let shown = output.isTTY ? 0 : started;
  const clear = () => output.isTTY && !quiet && output.write('\r\u{1b}[K');
  return {
    show(share, rows) {
      const now = Date.now();
      if (quiet || now - shown < (output.isTTY ? everyMs.terminal : everyMs.log)) return;
      shown = now;
      const counted = `${rows.toLocaleString('en')} rows, ${perSecond(rows, now - started)} a second`;
      const percent = share === undefined ? '' : `${Math.floor(share * 100)}% `;
      if (!output.isTTY) output.write(`${percent}${counted}\n`);
      else
        output.write(
          `\r\u{1b}[K${withinWidth(bar(share), `${percent}${counted}`, output.columns)}`,
        );
    },
    say(line) {
      clear();
      output.write(`${line}\n`);
    },
    end: clear,
  };
}

// A line that wraps could not be written over: where it is narrow the bar goes first, then the words' end.
function withinWidth(drawn: string, words: string, columns: number | undefined): string {
  const room = (columns || 80) - 1;
  return drawn.length + words.length <= room ? drawn + words : words.slice(0, room);
}

/** Names the first twenty rows that are set aside; the rest stand in the rejects file alone. */
export function namedRejects(progress: Progress): (line: number, reason: string) => void {
  let rejected = 0;
  return (line, reason) => {
    rejected++;
    if (rejected <= namedMax) progress.say(`line ${line}: ${reason}`);
    if (rejected === namedMax) progress.say('Further rejects only in the rejects file.');
  };
}

/** Rows a second, rounded, from a count and milliseconds. */
export function perSecond(rows: number, ms: number): number {
  return Math.round((rows / Math.max(1, ms)) * 1_000);
}

function bar(share: number | undefined): string {
  if (share === undefined) return '';
  const full = Math.round(share * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] `;
}
