import pino, { type DestinationStream, type Logger } from 'pino';
import { currentRequest } from './request-scope.ts';

const errorLevel = 50;

/**
 * The service's log: lines of JSON on stdout, each with the id of its request.
 *
 * @param alerted told the event of whatever is logged as an error: every such line is an alert.
 */
export function openLog(
  alerted: (event: unknown) => void,
  destination: DestinationStream = pino.destination(1),
): Logger {
  return pino(
    {
      name: 'auth',
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ requestId: currentRequest() }),
      hooks: {
        logMethod(args, method, level) {
          if (level >= errorLevel) alerted((args[0] as { event?: unknown } | undefined)?.event);
          method.apply(this, args);
        },
      },
    },
    destination,
  );
}
