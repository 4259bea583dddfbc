import { hashToken, mintToken } from '../keys/keyed-hash.ts';
import { lockJudged, provePassword } from '../passwords/prove-password.ts';
import type {
  Answer,
  Outcome,
  ParsedRequest,
  Question,
  Service,
  Settled,
  Transaction,
} from '../service.ts';
import { findStanding } from '../subjects/find-standing.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { lockSubject } from '../subjects/lock-subject.ts';
import { endFailures } from '../throttle/failures.ts';
import { proveFactor, type ShownFactor } from '../totp/prove-factor.ts';

const grantSeconds = 60;

type Request = ParsedRequest<'verify-step-up'>;
type Method = Request['proof']['method'];

export const verifyStepUp: Answer<'verify-step-up'> = async (service, request, question) => {
  const subject = await loadSubject(service, { id: request.subject }, request.source);
  if (!subject) return question.settle(async () => no('no-subject'));
  const { proof } = request;
  return proof.method === 'password'
    ? byPassword(service, question, { subject, source: request.source, typed: proof.password })
    : bySecondFactor(service, question, { subject, source: request.source, ...proof });
};

async function byPassword(
  service: Service,
  question: Question<'verify-step-up'>,
  { subject, typed, source }: { subject: Subject; typed: string; source: Request['source'] },
): Promise<Settled<'verify-step-up'>> {
  // Who has stolen the password and a session would be asked for nothing that they lack.
  if (subject.methods.length > 0)
    return question.settle(async () => no('second-factor-owed', subject.id));
  const proof = await provePassword(service, subject, typed, source);
  if (!proof.proven) return question.settle(async () => no(proof.because, subject.id));
  return question.settle(async (tx) => {
    const fault = await lockJudged(tx, subject);
    if (fault) return no(fault, subject.id);
    const { secondFactor } = await findStanding(tx, subject.id);
    if (secondFactor.state !== 'none') return no('second-factor-owed', subject.id);
    return give(tx, question, subject.id, 'password');
  });
}

async function bySecondFactor(
  service: Service,
  question: Question<'verify-step-up'>,
  shown: {
    subject: Subject;
    method: Exclude<Method, 'password'>;
    code: ShownFactor['code'];
    source: Request['source'];
  },
): Promise<Settled<'verify-step-up'>> {
  const { subject, method } = shown;
  if (subject.methods.length === 0)
    return question.settle(async () => no('no-second-factor', subject.id));
  const claim = await proveFactor(service, subject, shown);
  if (typeof claim === 'string') return question.settle(async () => no(claim, subject.id));
  return question.settle(async (tx) => {
    await lockSubject(tx, subject.id);
    const { passwordSetAt, behind, secondFactor } = await findStanding(tx, subject.id);
    if (!passwordSetAt || behind) return no('behind-cutoff', subject.id);
    if (secondFactor.state === 'void') return no(secondFactor.because, subject.id);
    if (!(await claim(tx))) return no('code-used', subject.id);
    await endFailures(tx, subject, 'second-factor');
    return give(tx, question, subject.id, method);
  });
}

/**
 * A yes that begins no session. The source is not remembered with it: who holds a stolen session and the
 * password would make a known device of their own.
 */
async function give(
  tx: Transaction,
  { caller, now }: Pick<Question<'verify-step-up'>, 'caller' | 'now'>,
  subjectId: string,
  method: Method,
): Promise<Outcome<'verify-step-up'>> {
  const grant = mintToken();
  const expiresAt = new Date(now.getTime() + grantSeconds * 1_000);
  const facts = { subjectId, purpose: 'step-up', caller, method, decidedAt: now, expiresAt };
  await tx.grant.create({ data: { hash: hashToken(grant), ...facts } });
  return { verdict: { verdict: 'yes', grant }, subject: subjectId, because: method };
}

function no(because: string, subject?: string): Outcome<'verify-step-up'> {
  return { verdict: { verdict: 'no' }, subject, because };
}
