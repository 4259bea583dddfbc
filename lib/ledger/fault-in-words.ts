import type { LedgerFault } from './faults.ts';

/** What is said of each fault, with places for numbers and moments in braces. */
export type FaultWords = Record<
  Exclude<LedgerFault['what'], 'missing'> | 'missing-one' | 'missing-many',
  string
>;

/**
 * A fault in words, for the page and the command alike.
 *
 * @param moment how a time is written.
 * @param never what stands for the time of what was never there.
 */
export function faultInWords(
  fault: LedgerFault,
  words: FaultWords,
  moment: (at: string) => string,
  never: string,
): string {
  const time = (at: string | null) => (at === null ? never : moment(at));
  switch (fault.what) {
    case 'missing': {
      const { from, to, after, before } = fault;
      const text = words[from === to ? 'missing-one' : 'missing-many'];
      return fill(text, { from, to, after: time(after), before: time(before) });
    }
    case 'changed':
    case 'moved':
    case 'twice':
    case 'put-in':
    case 'head':
      return fill(words[fault.what], { seq: fault.seq ?? never, at: time(fault.at) });
    case 'line':
      return fill(words.line, { line: fault.line });
    case 'start':
      return fill(words.start, { entries: fault.entries });
    default:
      return words[fault.what];
  }
}

function fill(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
