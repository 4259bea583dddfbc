import { type Address, addressBits, printAddress, readAddress } from '../addresses/address.ts';

/** Most indicators of one investigation. */
export const indicatorsMax = 1_000;
/** Most user agents among them. */
export const userAgentsMax = 20;
/** Longest text, in characters, that is read at all. */
export const indicatorsMaxLength = 100_000;
/** Widest network, in bits of its prefix. */
export const widestPrefix = { 4: 12, 6: 32 } as const;
// As much as is kept of one that signs in.
const userAgentMaxLength = 400;

/** Addresses from the first to the last, both included and of one family. */
export interface AddressRange {
  first: Address;
  last: Address;
}

export interface Indicators {
  /** Apart from each other and in order: an address stands in one at most. */
  ranges: AddressRange[];
  /** Whole, as browsers and programs name themselves. */
  userAgents: string[];
  /** Each indicator once, in one spelling: what is kept, and read again by this function. */
  lines: string[];
}

export type IndicatorFault =
  | 'malformed'
  | 'as-number'
  | 'prefix'
  | 'too-wide'
  | 'user-agent-long'
  | 'too-many'
  | 'too-many-user-agents'
  | 'too-long';

export interface BadLine {
  /** From 1. */
  line: number;
  because: IndicatorFault;
}

type Indicator = { line: string } & ({ range: AddressRange } | { userAgent: string });

/**
 * Reads indicators as people pass them on, one a line: an address, a network in CIDR form, or a user agent.
 * Empty lines and what follows a `#` count for nothing; dots may be defanged (`192[.]0[.]2[.]1`).
 *
 * @returns every line that is none, where there is any: then nothing is traced.
 */
export function parseIndicators(text: string): Indicators | { bad: BadLine[] } {
  if (text.length > indicatorsMaxLength) return { bad: [{ line: 1, because: 'too-long' }] };
  const bad: BadLine[] = [];
  const found = new Map<string, Indicator>();
  let userAgents = 0;
  for (const [index, raw] of text.split(/\r\n?|\n/).entries()) {
    const because = (fault: IndicatorFault) => bad.push({ line: index + 1, because: fault });
    const read = readLine(raw);
    if (read === null) continue;
    if (typeof read === 'string') because(read);
    else if (!found.has(read.line)) {
      found.set(read.line, read);
      if ('userAgent' in read) userAgents++;
      if (found.size === indicatorsMax + 1) because('too-many');
      if (userAgents === userAgentsMax + 1) because('too-many-user-agents');
    }
  }
  if (bad.length > 0) return { bad };
  const all = [...found.values()];
  return {
    ranges: merge(all.flatMap((one) => ('range' in one ? [one.range] : []))),
    userAgents: all.flatMap((one) => ('userAgent' in one ? [one.userAgent] : [])),
    lines: [...found.keys()],
  };
}

function readLine(raw: string): Indicator | IndicatorFault | null {
  const named = /^\s*user[-_ ]agent\s*:\s*(.+)$/i.exec(raw)?.[1];
  if (named !== undefined) return readUserAgent(named.trim());
  const bare = raw.replace(/(^|\s)#.*$/, '').trim();
  // As copied out of a spreadsheet or a list in JSON.
  const text = bare
    .replace(/[,;]$/, '')
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  if (text === '') return null;
  if (/^AS\s?\d+$/i.test(text)) return 'as-number';
  const network = readNetwork(text.replaceAll(/\[(\.|:)\]/g, '$1'));
  if (network !== 'malformed') return network;
  // A product and its version, as RFC 9110 has it: nothing that an address could be mistyped as.
  return /^[A-Za-z][\w.+-]*\/\S/.test(text) ? readUserAgent(text) : 'malformed';
}

function readUserAgent(text: string): Indicator | IndicatorFault {
  if (text.length > userAgentMaxLength) return 'user-agent-long';
  if (/\p{Cc}/u.test(text) || !text.isWellFormed()) return 'malformed';
  return { line: `user-agent: ${text}`, userAgent: text };
}

function readNetwork(text: string): Indicator | IndicatorFault {
  const [, host = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = readAddress(host);
  if (!address) return 'malformed';
  const { family, number } = address;
  const bits = addressBits[family];
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits || (host.includes(':') && family === 4 && prefix !== undefined))
    return 'prefix';
  if (length < widestPrefix[family]) return 'too-wide';
  const rest = (1n << BigInt(bits - length)) - 1n;
  const first = { family, number: number & ~rest };
  const spelled = printAddress(first);
  return {
    line: length === bits ? spelled : `${spelled}/${length}`,
    range: { first, last: { family, number: number | rest } },
  };
}

function merge(ranges: AddressRange[]): AddressRange[] {
  const inOrder = ranges.toSorted(
    (a, b) => a.first.family - b.first.family || (a.first.number < b.first.number ? -1 : 1),
  );
  const merged: AddressRange[] = [];
  for (const range of inOrder) {
    const before = merged.at(-1);
    const overlaps =
      before?.last.family === range.first.family && range.first.number <= before.last.number;
    if (!before || !overlaps) merged.push({ ...range });
    else if (range.last.number > before.last.number) before.last = range.last;
  }
  return merged;
}
