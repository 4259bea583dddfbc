import type { VerdictOf } from '../../contract.ts';
import type { AgreedKey } from '../keys/agreed-keys.ts';
import { keysOf } from '../keys/fingerprint.ts';
import { keyKinds } from '../keys/key-ring.ts';
import { countRowsByKey, type RowsByKey } from '../keys/rotation/count-rows-by-key.ts';
import type { Answer, Service, Transaction } from '../service.ts';

type Described = VerdictOf<'describe-keys'>;

export const describeKeys: Answer<'describe-keys'> = async (service, { count }, question) => {
  const rows = count ? await countRowsByKey(service.database) : null;
  return question.settle(async (tx) => ({
    verdict: {
      verdict: 'yes',
      source: service.keySource.kind,
      ...describeVersions(service, await readVersions(tx), rows),
      rotations: await describeRotations(tx),
    },
  }));
};

async function readVersions(tx: Transaction) {
  return tx.keyVersion.findMany({ orderBy: [{ kind: 'asc' }, { version: 'asc' }] });
}

function describeVersions(
  { keys }: Service,
  versions: Awaited<ReturnType<typeof readVersions>>,
  rows: RowsByKey | null,
): Pick<Described, 'versions' | 'strangers'> {
  const known = versions as (AgreedKey & { since: Date })[];
  const rowsOf = ({ kind, version }: AgreedKey) => rows?.[kind].get(version) ?? 0;
  const counted = known.reduce((sum, key) => sum + rowsOf(key), 0);
  return {
    versions: known.map((key) => ({
      kind: key.kind,
      version: key.version,
      state: key.state,
      since: key.since.toISOString(),
      inSource: keysOf(keys.loaded, key.kind).byVersion.has(key.version),
      rows: rows && rowsOf(key),
    })),
    strangers: rows && rows.all - counted,
  };
}

async function describeRotations(tx: Transaction): Promise<Described['rotations']> {
  const newest = await Promise.all(
    keyKinds.map((kind) =>
      tx.keyRotation.findFirst({ where: { kind }, orderBy: { fromVersion: 'desc' } }),
    ),
  );
  return newest
    .filter((one) => one !== null)
    .map((one) => ({
      kind: one.kind as Described['rotations'][number]['kind'],
      state: one.state as Described['rotations'][number]['state'],
      from: one.fromVersion,
      to: one.toVersion,
      waitingFor: one.waitingFor,
      rowsTotal: one.rowsTotal,
      rowsDone: one.rowsDone,
      startedAt: one.startedAt.toISOString(),
      endedAt: one.endedAt?.toISOString() ?? null,
    }));
}
