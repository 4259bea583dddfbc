import type { Logger } from 'pino';
import { currentRequest } from './request-scope.ts';

/**
 * Takes the place of what Next prints errors and warnings with. Next prints them whole; a database driver's
 * words may quote what somebody typed, and a warning a header. What is logged instead is what kind of error
 * it is, and where it came from.
 *
 * @returns for `console.error` and `console.warn`.
 */
export function logFailures(log: Logger, level: 'error' | 'warn' = 'error') {
  return (...said: unknown[]): void => {
    const error = said.find((one) => one instanceof Error);
    const { code, digest } = (error ?? {}) as { code?: unknown; digest?: unknown };
    log[level]({
      event: level === 'error' ? 'page-failed' : 'page-warned',
      requestId: currentRequest()?.requestId,
      name: word(error?.name),
      code: word(code),
      digest: word(digest),
      at: error && frames(error),
    });
  };
}

// Next's own signals carry whole addresses in their digest.
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w-]{1,40}$/.test(value) ? value : undefined;
}

function frames({ stack = '', message }: Error): string[] {
  const after = stack.slice(stack.indexOf(message) + message.length);
  return after.split('\n').flatMap((line) => /^ {4}at (.*)$/.exec(line)?.[1] ?? []);
}
