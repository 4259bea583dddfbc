import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/manager/client/client.ts';
import type { AuthConnection } from '../auth/connect.ts';
import { packLeaves, partMax } from './part.ts';
import { leafHash, rootOf } from './tree.ts';

interface ChainRow {
  customer: string;
  length: bigint;
  head: Buffer;
  passing: bigint;
}

/** Checkpoints whose parts are kept, so that an export that has begun finds its proof. */
const keptMax = 2;

/**
 * Has the auth service sign a root over everybody's chain. Chains are read a thousand at a time, each as it stands then:
 * nothing is locked, and what was chained meanwhile is the next checkpoint's. Dying in between leaves nothing signed.
 *
 * @throws when it was not signed: the job is tried again.
 */
export async function signCheckpoint(database: PrismaClient, auth: Pick<AuthConnection, 'ask'>) {
  const id = randomUUID();
  const [{ now: begunAt }] = await database.$queryRaw<[{ now: Date }]>`SELECT now()`;
  const roots: Buffer[] = [];
  let [count, after] = [0, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const chains = await database.$queryRaw<ChainRow[]>`
      SELECT customer_id AS customer, length, head, passing FROM activity_chain
      WHERE customer_id > ${after}::uuid ORDER BY customer_id LIMIT ${partMax}`;
    const last = chains.at(-1);
    if (!last) break;
    const leaves = chains.map(({ customer, length, head, passing }) => ({
      ...{ customer, length: Number(length), passing: Number(passing) },
      head: Buffer.from(head).toString('hex'),
    }));
    const root = rootOf(leaves.map(leafHash));
    const place = roots.push(root) - 1;
    const bytes = { leaves: packLeaves(leaves), root: Uint8Array.from(root) };
    const firstCustomer = leaves[0]?.customer ?? '';
    await database.activityCheckpointPart.create({
      data: { checkpointId: id, place, firstCustomer, ...bytes },
      select: { place: true },
    });
    [count, after] = [count + chains.length, last.customer];
  }
  if (count === 0) return;
  const root = rootOf(roots);
  const signed = await auth.ask('sign-activity-checkpoint', { count, root: root.toString('hex') });
  if (signed.verdict !== 'yes') throw new Error(`the checkpoint was not signed: ${signed.verdict}`);
  await database.$transaction(async (tx) => {
    // Another worker that keeps house at this moment may have taken them for left over.
    const parts = await tx.activityCheckpointPart.count({ where: { checkpointId: id } });
    if (parts !== roots.length) throw new Error('parts of the checkpoint are gone');
    await tx.activityCheckpoint.create({
      data: {
        ...{ id, begunAt, at: signed.at, count, root: Uint8Array.from(root) },
        publicKey: Uint8Array.from(Buffer.from(signed.publicKey, 'base64')),
        signature: Uint8Array.from(Buffer.from(signed.signature, 'base64')),
      },
      select: { id: true },
    });
    await tx.$executeRaw`
      DELETE FROM activity_checkpoint_part WHERE checkpoint_id NOT IN (
        SELECT id FROM activity_checkpoint ORDER BY begun_at DESC LIMIT ${keptMax})`;
  });
}
