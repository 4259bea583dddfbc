import type { PrismaClient } from '../../../../prisma/auth/client/client.ts';
import { ConfigurationError } from '../environment.ts';
import { type AgreedKey, applyAgreed, readAgreedKeys } from './agreed-keys.ts';
import { fingerprintOf, keysOf } from './fingerprint.ts';
import { type KeyRing, keyKinds } from './key-ring.ts';

/**
 * Compares the keys of this process with those the database was sealed with. The first service ever to
 * start writes down which are current.
 *
 * @throws {ConfigurationError} for keys of another installation, or of before a rotation.
 */
export async function agreeOnKeys(
  database: PrismaClient,
  ring: KeyRing,
  now: Date,
): Promise<AgreedKey[]> {
  await writeFirst(database, ring, now);
  let agreed = await readAgreedKeys(database);
  if (!applyAgreed(ring, agreed) && !(await database.subject.findFirst({ select: { id: true } }))) {
    // Nothing was sealed yet, so nothing is lost with the keys of an installation that began anew.
    await database.keyVersion.deleteMany();
    await writeFirst(database, ring, now);
    agreed = await readAgreedKeys(database);
  }
  if (!applyAgreed(ring, agreed)) {
    const current = agreed.filter(({ state }) => state === 'current');
    const names = current.map(({ kind, version }) => `${kind} ${version}`).join(', ');
    throw new ConfigurationError(
      `the keys are not those the database was sealed with: it needs ${names}`,
    );
  }
  return agreed;
}

async function writeFirst(database: PrismaClient, ring: KeyRing, now: Date) {
  if ((await database.keyVersion.count()) > 0) return;
  const rows = keyKinds.map((kind) => {
    const version = keysOf(ring, kind).current;
    const print = fingerprintOf(ring, kind, version);
    if (!print) throw new Error('the current key version has no key');
    return { kind, version, state: 'current', fingerprint: print, since: now };
  });
  await database.keyVersion.createMany({ data: rows, skipDuplicates: true });
}
