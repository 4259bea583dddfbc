import { recordDecision } from '../../journal.ts';
import type { Service, Transaction } from '../../service.ts';
import type { KeyKind } from '../key-ring.ts';

/** Journals a step of a rotation in the transaction that takes it. */
export async function recordStep(
  service: Pick<Service, 'clock'>,
  tx: Transaction,
  step: { kind: KeyKind; requestId: string; because: string },
): Promise<void> {
  await recordDecision(tx, {
    at: service.clock(),
    caller: 'auth',
    verb: 'rotate-keys',
    verdict: 'yes',
    because: `${step.kind} ${step.because}`,
    requestId: step.requestId,
  });
}
