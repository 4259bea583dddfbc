import { beforeEach } from 'vitest';
import type { KeyKind } from '../keys/key-ring.ts';
import { expectField, type Person, password } from './bench.ts';
import { openStaffedBench } from './staffed-bench.ts';

/** A bench whose keys are rotated, step by step. */
export async function openRotating() {
  const { bench, staff } = await openStaffedBench();
  // Replicas of an earlier test run no more.
  beforeEach(async () => {
    await bench.sql('DELETE FROM key_holder');
    await bench.service.keepKeys();
  });

  const begin = (kind: KeyKind = 'key-encryption') =>
    bench.ask('rotate-keys', { kind }, 'operator');

  async function status(count = true) {
    return bench.ask('describe-keys', { count }, 'operator').then((answer) => {
      expectField(answer, 'versions');
      return answer as Extract<typeof answer, { verdict: 'yes' }>;
    });
  }
  async function newest(kind: KeyKind = 'key-encryption') {
    return (await status()).rotations.find((one) => one.kind === kind);
  }
  const currentVersion = async (kind: KeyKind = 'key-encryption') =>
    (await status()).versions.find((one) => one.kind === kind && one.state === 'current')?.version;

  /** Versions in the headers of everything that is sealed. */
  async function sealedUnder(): Promise<number[]> {
    const rows = await bench.sql<{ version: number }>(
      `SELECT DISTINCT get_byte(sealed, 4) AS version FROM (SELECT email_sealed AS sealed FROM subject
      UNION ALL SELECT hash_sealed FROM password UNION ALL SELECT key_sealed FROM totp
      UNION ALL SELECT email_sealed FROM email_change UNION ALL SELECT email_sealed FROM former_email) s ORDER BY 1`,
    );
    return rows.map(({ version }) => version);
  }

  /** Drives a rotation to its end, as the background task does again and again. */
  async function drive(
    service: Pick<typeof bench.service, 'keepKeys' | 'rotateKeys'> = bench.service,
  ) {
    for (let turn = 0; turn < 20; turn++) {
      await service.keepKeys();
      await service.rotateKeys();
      if ((await newest())?.state === 'done') return;
    }
    throw new Error(`still ${JSON.stringify(await newest())}`);
  }

  const dropLease = () =>
    bench.sql('UPDATE key_rotation SET leased_until = NULL, leased_by = NULL');
  const signIn = (person: Person, typed = password) =>
    bench.signIn(person, typed, bench.freshSource());

  return {
    bench,
    staff,
    begin,
    status,
    newest,
    currentVersion,
    sealedUnder,
    drive,
    dropLease,
    signIn,
  };
}
