import type {
  Answer,
  Outcome,
  ParsedRequest,
  Service,
  Transaction,
  VerdictOf,
} from '../service.ts';
import { loadSubject, type Subject } from '../subjects/load-subject.ts';
import { type BothFactors, proveBoth } from './prove-both.ts';
import { lockJudged } from './prove-password.ts';

type FactorVerb = 'disable-totp' | 'remove-passkey' | 'rename-passkey' | 'replace-recovery-codes';

/**
 * Answers a verb that changes somebody's second factors: both factors are proven, the code is used up, and the change
 * is made, together.
 *
 * @param change made with the subject locked; a fixed phrase, for the journal, refuses it.
 */
export function changeByBoth<V extends FactorVerb>(
  change: (
    tx: Transaction,
    subject: Subject,
    request: ParsedRequest<V>,
    service: Service,
  ) => Promise<VerdictOf<V> | string>,
): Answer<V> {
  return async (service, request, question) => {
    const asked: BothFactors & { subject: string } = request;
    const no = (because: string): Outcome<V> => ({
      verdict: { verdict: 'no' } as VerdictOf<V>,
      subject: asked.subject,
      because,
    });
    const subject = await loadSubject(service, { id: asked.subject }, asked.source);
    const claim = await proveBoth(service, subject, asked);
    if (typeof claim === 'string') return question.settle(async () => no(claim));
    if (!subject) return question.settle(async () => no('no-subject'));

    return question.settle(async (tx) => {
      const fault = await lockJudged(tx, subject);
      if (fault) return no(fault);
      if (!(await claim(tx))) return no('code-used');
      const changed = await change(tx, subject, request, service);
      if (typeof changed === 'string') return no(changed);
      return { verdict: changed, subject: subject.id, because: asked.method };
    });
  };
}
