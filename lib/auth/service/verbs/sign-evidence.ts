import { sign } from 'node:crypto';
import { evidenceBytes } from '../../../journal/evidence.ts';
import { deriveSigningKey } from '../checkpoints/signing-key.ts';
import type { Answer } from '../service.ts';
import { findStaff } from '../subjects/find-staff.ts';

/**
 * Signs a digest as evidence of an investigation, with who asked and when. What it is the digest of is the
 * manager's word; that it existed at this moment stands in the journal.
 */
export const signEvidence: Answer<'sign-evidence'> = async (service, request, question) => {
  const { investigation, digest, staff, source } = request;
  const signer = await findStaff(service, staff, 'security', source);
  return question.settle(async () => {
    if (!signer) return { verdict: { verdict: 'no' }, subject: staff, because: 'not-staff' };
    const at = question.now;
    const { privateKey, publicKey } = deriveSigningKey(service.keys.lookup);
    const signature = sign(null, evidenceBytes({ investigation, digest, staff, at }), privateKey);
    return {
      verdict: {
        verdict: 'yes',
        at: at.toISOString(),
        publicKey: publicKey.toString('base64'),
        signature: signature.toString('base64'),
      },
      subject: staff,
      because: `evidence ${digest}`,
    };
  });
};
