import { type Verb, type VerdictOf, verbs } from '../contract.ts';
import { answers } from './answers.ts';
import { type Caller, mayAsk } from './callers.ts';
import { type JournalLine, recordDecision } from './journal.ts';
import { answerToMalformed } from './malformed.ts';
import type { AnswerTime } from './passwords/answer-time.ts';
import { Overloaded } from './passwords/hash-queue.ts';
import type { Answer, Outcome, Question, Service, Settled } from './service.ts';

/** `forbidden`: the caller had no business asking. It learns nothing more. */
export type Reply = VerdictOf<Verb> | { verdict: 'unavailable' } | { verdict: 'forbidden' };

/** Decides one question of an authenticated caller. Never throws. */
export type Decide = (
  caller: Caller,
  verb: string,
  body: unknown,
  requestId: string,
) => Promise<Reply>;

const transactionLimits = { maxWait: 4_000, timeout: 10_000 };

/**
 * The core, without any transport: limit, verify, record, answer.
 *
 * @param answerTime when answers to `verify-password` are released; read anew for each question.
 */
export function openDecide(service: Service, answerTime: () => AnswerTime): Decide {
  return async (caller, name, body, requestId) => {
    const line = { at: service.clock(), caller, verb: 'unknown', requestId };
    try {
      if (!isVerb(name)) return await forbid(service, line, 'no-such-verb');
      line.verb = name;
      if (!mayAsk(caller, name)) return await forbid(service, line, 'not-on-list');
      const decided = () => decideVerb(service, name, body, { ...line, caller });
      return await (name === 'verify-password' ? answerTime().hold(decided) : decided());
    } catch (error) {
      await reportFailure(service, line, error);
      return { verdict: 'unavailable' };
    }
  };
}

function isVerb(name: string): name is Verb {
  return Object.hasOwn(verbs, name);
}

async function forbid(service: Service, line: Omit<JournalLine, 'verdict'>, because: string) {
  await recordDecision(service.database, { ...line, verdict: 'forbidden', because });
  return { verdict: 'forbidden' } as const;
}

async function decideVerb<V extends Verb>(
  service: Service,
  verb: V,
  body: unknown,
  line: Omit<JournalLine, 'verdict'> & { caller: Caller },
): Promise<Reply> {
  const parsed = verbs[verb].request.safeParse(body);
  const address =
    parsed.success && 'source' in parsed.data ? parsed.data.source.address : undefined;
  const question: Question<V> = {
    caller: line.caller,
    now: line.at,
    settle: (change) =>
      service.database.$transaction(async (tx) => {
        const outcome: Outcome<V> = await change(tx);
        const { verdict, subject, because } = outcome;
        await recordDecision(tx, { ...line, subject, verdict: verdict.verdict, because, address });
        return verdict as Settled<V>;
      }, transactionLimits),
  };
  if (!parsed.success) {
    const verdict = answerToMalformed(verb, body);
    if (!verdict) return forbid(service, line, 'malformed');
    return question.settle(async () => ({ verdict, because: 'malformed' }));
  }
  const answer = answers[verb] as unknown as Answer<Verb>;
  return answer(service, parsed.data, question as unknown as Question<Verb>);
}

// Neither the request nor a database driver's words, which may quote a value, are logged.
async function reportFailure(service: Service, line: JournalLineStart, error: unknown) {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const overloaded = error instanceof Overloaded;
  const event = overloaded ? 'overloaded' : 'decision-failed';
  service.log.error({ event, verb: line.verb, requestId: line.requestId, name, code });
  try {
    await recordDecision(service.database, { ...line, verdict: 'unavailable', because: event });
  } catch {
    service.log.error({ event: 'journal-unavailable', requestId: line.requestId });
  }
}

type JournalLineStart = Omit<JournalLine, 'verdict'>;
