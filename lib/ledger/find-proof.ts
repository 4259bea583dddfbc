import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { LedgerHeader } from './header.ts';
import { partMax, unpackLeaves } from './part.ts';
import { leafHash, pathOf } from './tree.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/**
 * The newest signed checkpoint, and how it vouches for a customer. It reads the part with the customer in it and one
 * hash of each other part, however many customers there are.
 */
export async function findProof(
  db: PrismaClient,
  customer: string,
): Promise<Pick<LedgerHeader, 'checkpoint' | 'proof'>> {
  const newest = await db.activityCheckpoint.findFirst({ orderBy: { begunAt: 'desc' } });
  if (!newest) return { checkpoint: null, proof: null };
  const { id, count, root, at, publicKey, signature } = newest;
  const checkpoint = {
    ...{ count, root: Buffer.from(root).toString('hex'), at: at.toISOString() },
    ...{ publicKey: base64(publicKey), signature: base64(signature) },
  };
  const part = await db.activityCheckpointPart.findFirst({
    where: { checkpointId: id, firstCustomer: { lte: customer } },
    orderBy: { firstCustomer: 'desc' },
  });
  const leaves = part ? unpackLeaves(part.leaves) : [];
  const place = leaves.findIndex((leaf) => leaf.customer === customer);
  const leaf = leaves[place];
  if (!part || !leaf) return { checkpoint, proof: null };
  const parts = await db.activityCheckpointPart.findMany({
    where: { checkpointId: id },
    orderBy: { place: 'asc' },
    select: { root: true },
  });
  const roots = parts.map((one) => Buffer.from(one.root));
  const path = [...pathOf(leaves.map(leafHash), place), ...pathOf(roots, part.place)];
  const hashes = path.map((hash) => hash.toString('hex'));
  const { length, head, passing } = leaf;
  const proof = { place: part.place * partMax + place, length, head, passing, path: hashes };
  return { checkpoint, proof };
}
