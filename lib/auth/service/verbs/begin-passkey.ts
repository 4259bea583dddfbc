import { randomBytes } from 'node:crypto';
import { passkeysMax } from '../../contract.ts';
import { challengeMs, givePasskeyChallenge } from '../passkeys/challenge.ts';
import { describeCredentials } from '../passkeys/describe-credentials.ts';
import { algorithms } from '../passkeys/read-attestation.ts';
import { relyingParty } from '../passkeys/relying-party.ts';
import { proveAll } from '../passwords/prove-all.ts';
import { lockJudged } from '../passwords/prove-password.ts';
import type { Answer, Outcome, Transaction } from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { loadSubject } from '../subjects/load-subject.ts';
import { unsealEmail } from '../subjects/unseal-email.ts';

export const beginPasskey: Answer<'begin-passkey'> = async (service, request, question) => {
  const no = (because: string): Outcome<'begin-passkey'> => ({
    verdict: { verdict: 'no' },
    subject: request.subject,
    because,
  });
  const subject = await loadSubject(service, { id: request.subject }, request.source);
  const claim = await proveAll(service, subject, request);
  if (typeof claim === 'string') return question.settle(async () => no(claim));
  if (!subject) return question.settle(async () => no('no-subject'));
  const email = unsealEmail(service, subject);
  if (!email) return question.settle(async () => no('seal-broken'));

  return question.settle(async (tx) => {
    const fault = await lockJudged(tx, subject);
    if (fault) return no(fault);
    const { secondFactor } = await findStanding(tx, subject.id);
    // Void, or enrolled since the password was judged: what was shown is not enough.
    if (secondFactor.state === 'void') return no(secondFactor.because);
    if (secondFactor.state === 'active' && subject.methods.length === 0) return no('active');
    if (!(await claim(tx))) return no('code-used');
    const excludeCredentials = await describeCredentials(tx, subject.id);
    if (excludeCredentials.length >= passkeysMax) {
      return { verdict: { verdict: 'enough' }, subject: subject.id };
    }
    const { flow, challenge } = await givePasskeyChallenge(tx, question, 'enrol', subject.id);
    const { id, name } = relyingParty(service);
    const options = {
      challenge,
      rp: { id, name },
      user: { id: await findHandle(tx, subject.id), name: email, displayName: email },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key' as const, alg })),
      timeout: challengeMs,
      attestation: 'none',
      excludeCredentials,
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
    } as const;
    return {
      verdict: {
        verdict: 'yes',
        flow,
        options: { ...options, pubKeyCredParams: [...options.pubKeyCredParams] },
      },
      subject: subject.id,
    };
  });
};

/** Random and not the subject's id: an authenticator tells it to whoever holds it. */
async function findHandle(tx: Transaction, subjectId: string): Promise<string> {
  const known = await tx.passkeyOwner.findUnique({ where: { subjectId } });
  const handle = known?.handle ?? Uint8Array.from(randomBytes(32));
  if (!known) await tx.passkeyOwner.create({ data: { subjectId, handle } });
  return Buffer.from(handle).toString('base64url');
}
