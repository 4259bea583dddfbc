import type { Logger } from 'pino';

/** How the k-anonymity API answered; `unknown` for anything but a sound answer in time. */
export type ApiAnswer = 'breached' | 'absent' | 'unknown';

export interface BreachedApi {
  /** Tells the API the first five hex digits of a SHA-1, and it nothing else. Never throws. */
  ask(digest: Buffer): Promise<ApiAnswer>;
}

const answerWithinMs = 1_000;
const answerMaxBytes = 200_000;
/** After a failure nobody waits for it: a dead API costs one customer a minute a second. */
const pauseMs = 60_000;

/** @param url to which the five digits are appended; null where none is configured. */
export function openBreachedApi(url: URL | null, log: Logger, clock: () => Date): BreachedApi {
  let pausedUntil = 0;
  return {
    async ask(digest) {
      if (!url || clock().getTime() < pausedUntil) return 'unknown';
      const hex = digest.toString('hex').toUpperCase();
      try {
        const text = await fetchRange(new URL(hex.slice(0, 5), withSlash(url)));
        return isListed(text, hex.slice(5)) ? 'breached' : 'absent';
      } catch (error) {
        if (clock().getTime() >= pausedUntil) {
          // Its own words may be anything.
          log.warn({ event: 'breached-api-unavailable', name: (error as Error).name });
        }
        pausedUntil = clock().getTime() + pauseMs;
        return 'unknown';
      }
    },
  };
}

function withSlash(url: URL): URL {
  return url.pathname.endsWith('/') ? url : new URL(`${url.href}/`);
}

async function fetchRange(range: URL): Promise<string> {
  const answer = await fetch(range, {
    // Padding: the length of the answer does not tell which range was asked for.
    headers: { 'add-padding': 'true', 'user-agent': 'Bulkhead' },
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the rest.
    if (size > answerMaxBytes) throw new RangeError('answer too long');
    chunks.push(chunk);
  }
  if (answer.status !== 200) throw new RangeError('not 200');
  return Buffer.concat(chunks).toString('latin1');
}

/** @throws for a line that is none: nothing of such an answer is believed. */
function isListed(text: string, suffix: string): boolean {
  let listed = false;
  for (const line of text.split('\n')) {
    const found = /^([0-9A-F]{35}):(\d{1,12})\r?$/.exec(line);
    if (!found && line !== '') throw new SyntaxError('not a range');
    // Padding has a count of 0.
    if (found?.[1] === suffix && found[2] !== '0') listed = true;
  }
  return listed;
}
