import { digest } from './digest.ts';
import { entryText, type LedgerEntry } from './entry.ts';
import type { LedgerFault } from './faults.ts';
import type { LedgerHeader } from './header.ts';

type Proof = NonNullable<LedgerHeader['proof']>;
interface Gap {
  from: number;
  to: number;
  after: string | null;
  before: string;
}

/**
 * Judges chained entries as they come, in flat memory but for gaps. Each is judged against what stands before it,
 * whatever that is: so one change is told where it is.
 */
export function judgeChain(
  { customer, removed }: Pick<LedgerHeader, 'customer' | 'removed'>,
  proof: Proof | null,
  fault: (fault: LedgerFault) => void,
) {
  let [seq, hash, at] = [removed.entries, removed.head, null as string | null];
  let gaps: Gap[] = [];
  const meetSigned = () => {
    if (proof?.length === seq && proof.head !== hash) fault({ what: 'head', seq, at });
  };
  meetSigned();

  async function take(entry: LedgerEntry & { seq: number; hash: string }): Promise<void> {
    if (entry.seq <= seq) return takeLate(entry);
    const isNext = entry.seq === seq + 1;
    if (!isNext) gaps.push({ from: seq + 1, to: entry.seq - 1, after: at, before: entry.at });
    else if ((await digest(hash, `${entry.seq},${entryText(customer, entry)}`)) !== entry.hash) {
      fault({ what: 'changed', seq: entry.seq, at: entry.at });
    }
    ({ seq, hash, at } = entry);
    meetSigned();
  }

  function takeLate(entry: { seq: number; at: string }): void {
    const gap = gaps.find(({ from, to }) => from <= entry.seq && entry.seq <= to);
    fault({ what: gap ? 'moved' : 'twice', seq: entry.seq, at: entry.at });
    if (!gap) return;
    const parts = [
      { ...gap, to: entry.seq - 1 },
      { ...gap, from: entry.seq + 1 },
    ].filter(({ from, to }) => from <= to);
    gaps = gaps.flatMap((one) => (one === gap ? parts : [one]));
  }

  function end(): void {
    for (const gap of gaps) fault({ what: 'missing', ...gap });
    if (proof && seq < proof.length) {
      fault({ what: 'missing', from: seq + 1, to: proof.length, after: at, before: null });
    }
  }

  return { take, end };
}
