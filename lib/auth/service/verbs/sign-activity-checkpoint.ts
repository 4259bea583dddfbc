import { sign } from 'node:crypto';
import {
  activityCheckpointText,
  printActivityCheckpoint,
} from '../../../journal/activity-checkpoint.ts';
import { appendLine } from '../checkpoints/append-line.ts';
import { deriveSigningKey } from '../checkpoints/signing-key.ts';
import type { Answer } from '../service.ts';

/**
 * Signs a root over everybody's activity, with the moment by the service's own clock. What is under it is the worker's
 * word; that this root was signed at this moment stands in the journal and in the operator's file.
 */
export const signActivityCheckpoint: Answer<'sign-activity-checkpoint'> = async (
  { keys, checkpointsFile },
  { count, root },
  question,
) => {
  const at = question.now.toISOString();
  const { privateKey, publicKey } = deriveSigningKey(keys.lookup);
  const signature = sign(
    null,
    Buffer.from(activityCheckpointText({ count, root, at })),
    privateKey,
  );
  const signed = {
    at,
    publicKey: publicKey.toString('base64'),
    signature: signature.toString('base64'),
  };
  const settled = await question.settle(async () => ({
    verdict: { verdict: 'yes', ...signed },
    because: `activity ${count} ${root}`,
  }));
  if (checkpointsFile)
    appendLine(checkpointsFile, printActivityCheckpoint({ count, root, ...signed }));
  return settled;
};
