import pino, { type DestinationStream, type Logger } from 'pino';

let log: Logger | undefined;

/** The manager's log, on stdout. */
export function managerLog(): Logger {
  log ??= openLog();
  return log;
}

/** A log of lines of JSON. Nothing that somebody typed is put in it, the addresses of pages included. */
export function openLog(destination: DestinationStream = pino.destination(1)): Logger {
  return pino({ name: 'manager', timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
