import type { Service, Transaction } from '../../service.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { lockKeys } from '../hold-keys.ts';
import { countWithout, reportHeldKeys } from '../key-holders.ts';
import { countSealed } from './count-sealed.ts';
import { type Rotation, rest, takeLease } from './lease.ts';
import { makeKey } from './make-key.ts';
import { recordStep } from './record-step.ts';
import { dropRetired, retireOlder } from './retire.ts';
import { type RewrapBatch, rewrapBatch } from './rewrap.ts';

const longest = { maxWait: 5_000, timeout: 10_000 };
const firstSubject = '00000000-0000-0000-0000-000000000000';

/**
 * Drives each rotation as far as it will go. Every step leaves the database saying what comes next, so
 * that another replica, or this one after a crash, goes on from there.
 *
 * @param stopping asked between batches, so that the process can end at once.
 */
export async function advanceRotations(
  service: Service,
  stopping: () => boolean = () => false,
): Promise<void> {
  const open = await service.database.keyRotation.findMany({ where: { state: { not: 'done' } } });
  for (const { id } of open) {
    let moved = true;
    while (moved && !stopping()) {
      const rotation = await service.database.$transaction((tx) => takeLease(service, tx, id));
      moved = rotation !== null && (await takeStep(service, rotation, stopping));
    }
  }
}

/** @returns whether something changed; false to try again later. */
async function takeStep(
  service: Service,
  rotation: Rotation,
  stopping: () => boolean,
): Promise<boolean> {
  switch (rotation.state) {
    case 'begun':
      return make(service, rotation);
    case 'made':
      return promote(service, rotation);
    case 'promoted':
      return rewrapAll(service, rotation, stopping);
    case 'proven':
      return retire(service, rotation);
    case 'done':
      return false;
  }
}

async function make(service: Service, rotation: Rotation): Promise<boolean> {
  const { kind } = rotation;
  const { version, missing } = await makeKey(service, kind);
  return change(service, rotation, async () =>
    missing
      ? { toVersion: version, waitingFor: `${kind} version ${version} in the key source` }
      : { toVersion: version, waitingFor: null, state: 'made' },
  ).then((moved) => moved && !missing);
}

async function promote(service: Service, rotation: Rotation): Promise<boolean> {
  const { kind, id } = rotation;
  const version = rotation.toVersion ?? 0;
  const print = fingerprintOf(service.keys.loaded, kind, version);
  if (!print) {
    await service.keys.refresh();
    return false;
  }
  await reportHeldKeys(service);
  let waiting = false;
  const moved = await change(service, rotation, async (tx) => {
    const missing = await countWithout(tx, print);
    waiting = missing > 0;
    if (waiting) return { waitingFor: `${missing} replicas to load ${kind} version ${version}` };
    // From here on nothing that was sealed under the old key is still to be committed.
    await lockKeys(tx);
    const since = service.clock();
    await tx.keyVersion.updateMany({
      where: { kind, state: 'current' },
      data: { state: 'old', since },
    });
    const row = { kind, version, fingerprint: print, state: 'current', since };
    await tx.keyVersion.create({ data: row });
    const from = rotation.fromVersion;
    await recordStep(service, tx, {
      kind,
      requestId: id,
      because: `${from} to ${version}: promoted`,
    });
    return kind === 'pepper'
      ? { state: 'done', waitingFor: null, endedAt: since }
      : { state: 'promoted', waitingFor: null };
  });
  return moved && !waiting;
}

async function rewrapAll(
  service: Service,
  rotation: Rotation,
  stopping: () => boolean,
): Promise<boolean> {
  const { database } = service;
  const version = rotation.toVersion ?? 0;
  const before = await countSealed(database, version);
  await change(service, rotation, async () => ({
    rowsTotal: before.total,
    rowsDone: before.total - before.others,
  }));
  let damaged = 0;
  let passedOver = 0;
  let after: string | null = firstSubject;
  while (after) {
    if (stopping()) return false;
    const from: string = after;
    const batch: RewrapBatch | null = await database.$transaction(async (tx) => {
      if (!(await takeLease(service, tx, rotation.id))) return null;
      const done = await rewrapBatch(service, tx, version, from);
      await tx.keyRotation.update({
        where: { id: rotation.id },
        data: { rowsDone: { increment: done.rewrapped } },
      });
      return done;
    }, longest);
    if (!batch) return false;
    damaged += batch.damaged;
    passedOver += batch.passedOver;
    after = batch.next;
  }
  const left = await countSealed(database, version);
  return change(service, rotation, async (tx) => {
    if (left.others > 0) {
      // Nothing but damaged rows: they are looked for again once in a while, not without end.
      if (damaged > 0 && passedOver === 0) await rest(tx, rotation.id);
      const words = `${left.others} rows under older keys, ${damaged} of them damaged`;
      return { rowsDone: left.total - left.others, rowsTotal: left.total, waitingFor: words };
    }
    const because = `${version}: proven, 0 of ${left.total} rows under another`;
    await recordStep(service, tx, { kind: rotation.kind, requestId: rotation.id, because });
    return { rowsDone: left.total, rowsTotal: left.total, waitingFor: null, state: 'proven' };
  }).then((moved) => moved && (left.others === 0 || passedOver > 0));
}

async function retire(service: Service, rotation: Rotation): Promise<boolean> {
  const { kind, id } = rotation;
  const retired = await change(service, rotation, async (tx) => {
    await retireOlder(service, tx, kind, id);
    return {};
  });
  if (!retired) return false;
  await dropRetired(service);
  return change(service, rotation, async () => ({ state: 'done', endedAt: service.clock() }));
}

/** Changes the rotation's row together with what `decide` does, if it is still ours and where it was. */
async function change(
  service: Service,
  { id, state }: Rotation,
  decide: (tx: Transaction) => Promise<Partial<Rotation>>,
): Promise<boolean> {
  return service.database.$transaction(async (tx) => {
    const current = await takeLease(service, tx, id);
    if (current?.state !== state) return false;
    const data = await decide(tx);
    await tx.keyRotation.update({ where: { id }, data });
    return true;
  }, longest);
}
