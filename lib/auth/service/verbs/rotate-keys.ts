import { randomUUID } from 'node:crypto';
import { keysOf } from '../keys/fingerprint.ts';
import { holdKeys } from '../keys/hold-keys.ts';
import type { Answer } from '../service.ts';

export const rotateKeys: Answer<'rotate-keys'> = async (service, { kind }, question) => {
  const settled = await question.settle(async (tx) => {
    const fromVersion = keysOf(await holdKeys(service, tx), kind).current;
    // The index that allows one open rotation of a kind decides between two who ask at once.
    const { count } = await tx.keyRotation.createMany({
      data: [{ id: randomUUID(), kind, state: 'begun', fromVersion, startedAt: question.now }],
      skipDuplicates: true,
    });
    const joined = count === 0;
    const because = `${kind} ${fromVersion}: ${joined ? 'joined' : 'begun'}`;
    return { verdict: { verdict: 'yes', joined }, because };
  });
  service.wakeRotation();
  return settled;
};
