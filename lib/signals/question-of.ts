import type { Signal } from './get-signal.ts';

/** What an investigation of a signal would ask: its networks or addresses, one a line, and the minutes it spans. */
export function questionOf({ pattern, subject, signIns, firstAt, lastAt }: Signal) {
  const addresses = new Set(signIns.flatMap(({ address }) => (address ? [address] : [])));
  const isNetwork = pattern === 'many-accounts' && subject !== '';
  const minute = (at: Date, more = 0) =>
    new Date((Math.floor(at.getTime() / 60_000) + more) * 60_000).toISOString().slice(0, 16);
  return {
    indicators: isNetwork ? subject : [...addresses].join('\n'),
    from: minute(firstAt),
    until: minute(lastAt, 1),
  };
}
