import { randomUUID } from 'node:crypto';
import type { Service, Transaction } from '../../service.ts';
import { readAgreedKeys, without } from '../agreed-keys.ts';
import { keysOf } from '../fingerprint.ts';
import { lockKeys } from '../hold-keys.ts';
import { type KeyKind, withKeys } from '../key-ring.ts';
import { recordStep } from './record-step.ts';

/** Retires every older version of a kind. Its caller has proven that nothing needs them. */
export async function retireOlder(
  service: Service,
  tx: Transaction,
  kind: KeyKind,
  requestId: string,
): Promise<void> {
  const old = await tx.keyVersion.findMany({ where: { kind, state: 'old' } });
  for (const { version } of old) await retireVersion(service, tx, kind, version, requestId);
}

async function retireVersion(
  service: Service,
  tx: Transaction,
  kind: KeyKind,
  version: number,
  requestId: string,
) {
  const { count } = await tx.keyVersion.updateMany({
    where: { kind, version, state: 'old' },
    data: { state: 'retired', since: service.clock() },
  });
  if (count === 1) {
    await recordStep(service, tx, { kind, requestId, because: `${version}: retired` });
  }
}

/** Retires the peppers that no password needs any more, each once, whichever replica notices. */
export async function retireUnusedPeppers(service: Service): Promise<void> {
  const { database } = service;
  const old = await database.keyVersion.findMany({ where: { kind: 'pepper', state: 'old' } });
  for (const { version } of old) {
    if (await isUsed(database, version)) continue;
    await database.$transaction(async (tx) => {
      // Whoever hashed with it before, and has not written yet, is waited for here and refused afterwards.
      await lockKeys(tx);
      if (!(await isUsed(tx, version))) {
        await retireVersion(service, tx, 'pepper', version, randomUUID());
      }
    });
  }
}

async function isUsed(database: Pick<Transaction, 'password'>, pepperVersion: number) {
  const found = await database.password.findFirst({
    where: { pepperVersion },
    select: { subjectId: true },
  });
  return found !== null;
}

/** Takes retired keys out of the source, where the service keeps it itself. Idempotent. */
export async function dropRetired({ database, keys, keySource }: Service): Promise<void> {
  const agreed = await readAgreedKeys(database);
  const held = agreed.filter(
    ({ kind, version, state }) =>
      state === 'retired' && keysOf(keys.loaded, kind).byVersion.has(version),
  );
  if (held.length === 0 || !keySource.change) return;
  const current = agreed.filter(({ state }) => state === 'current');
  keySource.change((ring) => {
    let left = ring;
    for (const { kind, version } of held) {
      left = withKeys(left, kind, (versions) => without(versions, version));
    }
    for (const { kind, version } of current) {
      left = withKeys(left, kind, (versions) => ({ ...versions, current: version }));
    }
    return left;
  });
  await keys.reload();
}
