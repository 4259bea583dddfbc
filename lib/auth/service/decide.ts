import { type Verb, type VerdictOf, verbs } from '../contract.ts';
import { Overloaded } from './admission/admission.ts';
import { findEntrance } from './admission/entrance.ts';
import { openShedLog } from './admission/shed-log.ts';
import { answers } from './answers.ts';
import { type Caller, mayAsk } from './callers.ts';
import { type JournalLine, recordDecision } from './journal.ts';
import { answerToMalformed } from './malformed.ts';
import type { AnswerTime } from './passwords/answer-time.ts';
import type { Answer, Outcome, ParsedRequest, Question, Service, Settled } from './service.ts';

/** `forbidden`: the caller had no business asking. It learns nothing more. */
export type Reply =
  | VerdictOf<Verb>
  | { verdict: 'unavailable'; retryAfterSeconds?: number }
  | { verdict: 'forbidden' };

/** Decides one question of an authenticated caller. Never throws. */
export type Decide = (
  caller: Caller,
  verb: string,
  body: unknown,
  requestId: string,
) => Promise<Reply>;

const transactionLimits = { maxWait: 4_000, timeout: 10_000 };
// The same for everyone: it tells that we are busy, which whoever floods us knows.
const busy = { verdict: 'unavailable', retryAfterSeconds: 2 } as const;

/**
 * The core, without any transport: admit, limit, verify, record, answer.
 *
 * @param answerTime when answers to `verify-password` are released; read anew for each question.
 */
export function openDecide(service: Service, answerTime: () => AnswerTime): Decide {
  const logShed = openShedLog(service.log, service.clock);
  return async (caller, name, body, requestId) => {
    const line = { at: service.clock(), caller, verb: 'unknown', requestId };
    try {
      if (!isVerb(name)) return await forbid(service, line, 'no-such-verb');
      line.verb = name;
      if (!mayAsk(caller, name)) return await forbid(service, line, 'not-on-list');
      const request: Parsed<Verb> = verbs[name].request.safeParse(body);
      const entrance = request.data ? findEntrance(service, name, request.data) : null;
      const leave = entrance ? await service.admission.enter(entrance) : () => {};
      const decided = () => {
        line.at = service.clock();
        return decideVerb(service, name, body, request, line).finally(leave);
      };
      return await (name === 'verify-password' ? answerTime().hold(decided) : decided());
    } catch (error) {
      if (error instanceof Overloaded) {
        logShed();
        service.watch.shed();
        return busy;
      }
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

/** Without `data` it was malformed. */
interface Parsed<V extends Verb> {
  data?: ParsedRequest<V> | undefined;
}

async function decideVerb<V extends Verb>(
  service: Service,
  verb: V,
  body: unknown,
  { data }: Parsed<Verb>,
  line: Omit<JournalLine, 'verdict'> & { caller: Caller },
): Promise<Reply> {
  const address = data && 'source' in data ? data.source.address : undefined;
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
  if (!data) {
    const verdict = answerToMalformed(verb, body);
    if (!verdict) return forbid(service, line, 'malformed');
    return question.settle(async () => ({ verdict, because: 'malformed' }));
  }
  const answer = answers[verb] as unknown as Answer<Verb>;
  return answer(service, data, question as unknown as Question<Verb>);
}

// Neither the request nor a database driver's words, which may quote a value, are logged.
async function reportFailure(service: Service, line: JournalLineStart, error: unknown) {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const event = 'decision-failed';
  service.log.error({ event, verb: line.verb, requestId: line.requestId, name, code });
  try {
    await recordDecision(service.database, { ...line, verdict: 'unavailable', because: event });
  } catch {
    service.log.error({ event: 'journal-unavailable', requestId: line.requestId });
  }
}

type JournalLineStart = Omit<JournalLine, 'verdict'>;
