import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { recordActivity } from '../activity/record-activity.ts';
import { activityCheckpointText } from '../journal/activity-checkpoint.ts';
import { chainActivity } from '../ledger/chain-activity.ts';
import { exportLedger } from '../ledger/export-ledger.ts';
import { readLines } from '../ledger/read-lines.ts';
import { signCheckpoint } from '../ledger/sign-checkpoint.ts';
import { verifyLedger } from '../ledger/verify-ledger.ts';
import { openManagerBench } from './manager-bench.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
/** Signs as the auth service does; that it does so is tested there. */
export const signingAuth = {
  ask: async (_: string, { count, root }: { count: number; root: string }) => {
    const at = new Date().toISOString();
    const text = Buffer.from(activityCheckpointText({ count, root, at }));
    const signature = signBytes(null, text, privateKey).toString('base64');
    return { verdict: 'yes', at, publicKey: rawKey, signature };
  },
} as unknown as Parameters<typeof signCheckpoint>[1];
const source = { address: '203.0.113.9', userAgent: 'Müller’s "browser"\u0001, 1:2,-' };

/** Customers' chains of activity, with a key of the run's own that signs them. */
export async function openLedger() {
  const bench = await openManagerBench();
  const { db, workerDb } = bench;

  /** Chains what there is, and has it signed. */
  async function sign() {
    await chainActivity(workerDb);
    await signCheckpoint(workerDb, signingAuth);
  }

  /** A customer with so many entries. @returns the id. */
  async function customer(entries = 0): Promise<string> {
    const id = await bench.customer();
    for (let n = 0; n < entries; n++) {
      const detail = { n, text: '"é\\\u0007', part: 1.5 };
      const entry = { customerId: id, kind: 'sign-in', outcome: 'yes', source, detail } as const;
      await recordActivity(db, entry);
    }
    return id;
  }

  /** The lines of the file that somebody takes home. */
  async function exported(id: string): Promise<string[]> {
    let text = '';
    for await (const piece of exportLedger(db, id)) text += piece;
    JSON.parse(text);
    return text.split('\n').slice(0, -1);
  }

  return { ...bench, sign, customer, exported };
}

/** As a file is read, piece by piece; a piece may end within a letter. */
export function verifyLines(lines: string[], options: Parameters<typeof verifyLedger>[1] = {}) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const pieces = Array.from({ length: Math.ceil(bytes.length / 777) }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * 777, (index + 1) * 777)),
  );
  return verifyLedger(readLines(streamOf(pieces)), options);
}

export async function* streamOf(pieces: Iterable<Uint8Array>) {
  yield* pieces;
}
