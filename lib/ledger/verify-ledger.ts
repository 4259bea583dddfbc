import type { SignedActivity } from '../journal/activity-checkpoint.ts';
import { digest } from './digest.ts';
import { type LedgerEntry, parseEntry, startText } from './entry.ts';
import { type LedgerFault, type LedgerReport, mostFaults } from './faults.ts';
import { type LedgerHeader, lastLine, parseHeader } from './header.ts';
import { judgeChain } from './judge-chain.ts';
import { isSignatureSound, isUnderRoot } from './verify-proof.ts';

/**
 * Says what in an exported history is not as it was written. Pure: it runs in a browser as in Node, needs nothing but
 * the file, and holds a line of it at a time.
 *
 * @param lines of the file; it throws where they cannot be read.
 * @param options.publicKey the key to trust, base64; without it, the one that the file itself names is taken.
 * @param options.shipped checkpoints that were kept elsewhere, among which the file's must be.
 * @throws where this browser cannot check a signature.
 */
export async function verifyLedger(
  lines: AsyncGenerator<string>,
  options: {
    publicKey?: string | undefined;
    shipped?: SignedActivity[] | undefined;
    onProgress?: (entries: number) => void;
  } = {},
): Promise<LedgerReport> {
  const report = emptyReport();
  const fault = (one: LedgerFault) => {
    if (report.faults.length < mostFaults) report.faults.push(one);
  };
  const first = (await lines.next()).value ?? '';
  const header = parseHeader(first);
  if (!header) {
    fault({ what: /^\[\s*$/.test(first) ? 'narrowed' : 'form' });
    await lines.return(undefined);
    return report;
  }
  const { customer, removed, checkpoint } = header;
  Object.assign(report, { customer, removed: removed.entries });
  report.publicKey = checkpoint?.publicKey ?? null;
  const proof = (await isVouchedFor(header, options, fault)) ? header.proof : null;
  if (proof) [report.signedUpTo, report.signedAt] = [proof.length, checkpoint?.at ?? null];
  await judgeStart(header, proof, fault);

  const chain = judgeChain(header, proof, fault);
  let [number, isEnded] = [1, false];
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    number++;
    const entry = isEnded ? null : parseEntry(next.value.replace(/,$/, ''));
    if (entry) await takeEntry(entry);
    else if (isEnded || next.value !== lastLine) fault({ what: 'line', line: number });
    else isEnded = true;
  }
  if (!isEnded) fault({ what: 'ends-early' });
  chain.end();
  return report;

  async function takeEntry(entry: LedgerEntry): Promise<void> {
    report.entries++;
    if (report.entries % 1_000 === 0) options.onProgress?.(report.entries);
    const { seq, hash, at } = entry;
    if (seq !== null && hash !== null) return chain.take({ ...entry, seq, hash });
    report.unchained++;
    // What waits to be chained is newer than the checkpoint by far. Sign-ins that are taken over have old moments.
    const isOld = checkpoint && Date.parse(at) < Date.parse(checkpoint.at) - 3_600_000;
    if (isOld && entry.import_key === null) fault({ what: 'put-in', seq, at });
  }
}

async function isVouchedFor(
  { customer, checkpoint, proof }: LedgerHeader,
  {
    publicKey,
    shipped,
  }: { publicKey?: string | undefined; shipped?: SignedActivity[] | undefined },
  fault: (fault: LedgerFault) => void,
): Promise<boolean> {
  if (!checkpoint) return false;
  const { root, at } = checkpoint;
  const isKnown = !shipped || shipped.some((one) => one.root === root && one.at === at);
  if (publicKey !== undefined && publicKey !== checkpoint.publicKey) fault({ what: 'foreign-key' });
  else if (!(await isSignatureSound(checkpoint))) fault({ what: 'signature' });
  else if (!isKnown) fault({ what: 'not-shipped' });
  else if (!proof) return false;
  else if (!(await isUnderRoot({ customer, ...proof }, proof, checkpoint)))
    fault({ what: 'proof' });
  else return true;
  return false;
}

async function judgeStart(
  { customer, removed: { entries, head } }: LedgerHeader,
  proof: LedgerHeader['proof'],
  fault: (fault: LedgerFault) => void,
): Promise<void> {
  const isBegin = entries === 0 && head === (await digest('', startText(customer)));
  const isAttested = proof !== null && entries > 0 && entries <= proof.passing;
  if (!isBegin && !isAttested) fault({ what: 'start', entries });
}

function emptyReport(): LedgerReport {
  return {
    customer: null,
    ...{ entries: 0, unchained: 0, removed: 0, signedUpTo: 0 },
    ...{ signedAt: null, publicKey: null, faults: [] },
  };
}
