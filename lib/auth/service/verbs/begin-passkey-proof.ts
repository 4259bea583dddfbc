import { hashToken } from '../keys/keyed-hash.ts';
import { loadLink } from '../links/load-link.ts';
import { challengeMs, givePasskeyChallenge } from '../passkeys/challenge.ts';
import { describeCredentials } from '../passkeys/describe-credentials.ts';
import { relyingParty } from '../passkeys/relying-party.ts';
import type { Answer, ParsedRequest, Question, Transaction } from '../service.ts';
import { takeAttempt } from '../throttle/bucket.ts';
import { networkOf } from '../throttle/network.ts';

type Verb = 'begin-passkey-proof';

export const beginPasskeyProof: Answer<Verb> = async (service, request, question) => {
  const source = networkOf(request.source.address);
  const allowed = await takeAttempt(service, [{ limit: 'passkey-challenge-source', of: [source] }]);
  return question.settle(async (tx) => {
    if (!allowed) return { verdict: { verdict: 'no' }, because: 'throttled' };
    const { purpose } = request.for;
    const subject = await findSubject(tx, request.for, question);
    // Nobody is named to a stranger: whoever signs says who they are.
    const allowCredentials = subject ? await describeCredentials(tx, subject) : [];
    if (purpose !== 'sign-in' && (!subject || allowCredentials.length === 0)) {
      return { verdict: { verdict: 'no' }, subject, because: 'no-passkey' };
    }
    const given = await givePasskeyChallenge(tx, question, purpose, subject ?? null);
    const options = {
      challenge: given.challenge,
      rpId: relyingParty(service).id,
      timeout: challengeMs,
      userVerification: 'required',
      allowCredentials,
    } as const;
    return { verdict: { verdict: 'yes', flow: given.flow, options }, subject, because: purpose };
  });
};

async function findSubject(
  tx: Transaction,
  asked: ParsedRequest<Verb>['for'],
  { caller, now }: Pick<Question<Verb>, 'caller' | 'now'>,
): Promise<string | undefined> {
  switch (asked.purpose) {
    case 'sign-in':
      return undefined;
    case 'change':
      return asked.subject;
    case 'link':
      return (await loadLink(tx, asked.token, now))?.subjectId;
    case 'second-factor': {
      const waiting = { usedAt: null, attemptsLeft: { gt: 0 }, expiresAt: { gt: now } };
      const challenge = await tx.challenge.findFirst({
        where: { hash: hashToken(asked.challenge), caller, mailedCode: null, ...waiting },
      });
      return challenge?.subjectId;
    }
  }
}
