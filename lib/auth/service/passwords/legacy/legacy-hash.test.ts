import { describe, expect, it } from 'vitest';
import { parseLegacyHash, verifyLegacyHash } from './legacy-hash.ts';

const vectors: [string, string, string][] = [
  [
    'sha256-crypt',
    'velvet-nickel-pepper',
    '$5$rounds=1000$RP0Mzu2jl.7D.uEn$Z2tdStkRQr7lDyj74pSIhpEZbwb2HZSFLMv/HgR8M27',
  ],
  [
    'sha256-crypt',
    'pepper-quartz-harbor-kernel密码',
    '$5$rounds=8000$3Y8WeN5R0RVADKM1$8zjNSD9zQ10e4RFCKT28Vd/eWj0czHA7cyxmmdgxuyD',
  ],
  ['sha256-crypt', 'Hello world!', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  [
    'sha256-crypt',
    'a very much longer text to encrypt.  This one even stretches over morethan one line.',
    '$5$rounds=10000$saltstringsaltst$vtDfoBYAWGilWl5IHXVp/LaeP.43tehWv5zLhKQm8t5',
  ],
  [
    'pbkdf2-sha256',
    'saddle-garnet-jasper-anchor',
    'pbkdf2_sha256$12000$xxpjN9KH9GZd$/hQlrESai8FHnJefPK41HKCIVoUt1hZNp4H3ysZK9OA=',
  ],
  [
    'sha256-iterated',
    'amber-meadow-saddle-nickel-falconß',
    '$sha256i$r=5000$k3d0beY7oakbOj9B4wGAPQ==$M0odu3LLQOm3hNt/g96tac5u9ljC8KFuHHqcbq3mvrY=',
  ],
  [
    'bcrypt',
    'kernel-quartz-lantern-lantern-ember',
    '$2b$06$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6',
  ],
  [
    'bcrypt',
    'kernel-quartz-lantern-lantern-ember',
    '$2y$06$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6',
  ],
];

describe('a hash of an older system', () => {
  it.each(vectors)('%s verifies its password (%s) and no other', async (scheme, password, hash) => {
    const parsed = parseLegacyHash(hash);
    if (typeof parsed === 'string') throw new Error(parsed);
    expect(parsed.scheme).toBe(scheme);
    expect(await verifyLegacyHash(parsed, Buffer.from(password))).toBe(true);
    for (const other of ['', `${password} `, password.toUpperCase(), 'x'.repeat(1_024), 'a\0b']) {
      expect(await verifyLegacyHash(parsed, Buffer.from(other))).toBe(false);
    }
  });

  it.each([
    ['', 'unknown-format'],
    ['plain text', 'unknown-format'],
    ['$6$salt$digest', 'unknown-format'],
    ['$2x$06$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6', 'unknown-format'],
    ['$5$salt$short', 'malformed-hash'],
    ['$5$seventeencharslng$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5', 'malformed-hash'],
    ['$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5\n', 'malformed-hash'],
    ['$5$rounds=999$s$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5', 'absurd-rounds'],
    ['$5$rounds=500001$s$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5', 'absurd-rounds'],
    ['pbkdf2_sha256$999$s$/hQlrESai8FHnJefPK41HKCIVoUt1hZNp4H3ysZK9OA=', 'absurd-rounds'],
    ['pbkdf2_sha256$0$s$/hQlrESai8FHnJefPK41HKCIVoUt1hZNp4H3ysZK9OA=', 'absurd-rounds'],
    ['pbkdf2_sha256$2000001$s$/hQlrESai8FHnJefPK41HKCIVoUt1hZNp4H3ysZK9OA=', 'absurd-rounds'],
    ['$sha256i$r=500001$k3d0$M0odu3LLQOm3hNt/g96tac5u9ljC8KFuHHqcbq3mvrY=', 'absurd-rounds'],
    ['$sha256i$r=1e3$k3d0$M0odu3LLQOm3hNt/g96tac5u9ljC8KFuHHqcbq3mvrY=', 'malformed-hash'],
    ['$2b$31$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6', 'absurd-rounds'],
    ['$2b$06$4BmeGg6QS3htWuoKYcpbkuTwzCEqJarx4GW1AoTCgwt/hY65cWWH6\0x', 'malformed-hash'],
  ])('is rejected as it deserves: %j is %s', (hash, because) => {
    expect(parseLegacyHash(hash)).toBe(because);
  });

  it.each([
    '$5$rounds=500000$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5',
    '$sha256i$r=500000$k3d0beY7oakbOj9B4wGAPQ==$M0odu3LLQOm3hNt/g96tac5u9ljC8KFuHHqcbq3mvrY=',
  ])('is computed elsewhere than in the thread that answers: %s', async (hash) => {
    const parsed = parseLegacyHash(hash);
    if (typeof parsed === 'string') throw new Error(parsed);
    const [process, thread] = [globalThis.process.cpuUsage(), globalThis.process.threadCpuUsage()];
    await verifyLegacyHash(parsed, Buffer.from('no password of anybody'));
    const here = globalThis.process.threadCpuUsage(thread);
    const everywhere = globalThis.process.cpuUsage(process);
    expect(here.user).toBeLessThan(everywhere.user / 2);
  });
});
