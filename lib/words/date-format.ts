import type { Language } from './languages.ts';

const day = { year: 'numeric', month: 'short', day: 'numeric' } as const;
const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const shapes = {
  moment: { ...day, ...time },
  /** "25 nov. 2026, 20:37 UTC+1": what most tables say in each row. */
  momentAndZone: { ...day, ...time, timeZoneName: 'short' },
  zone: { timeZoneName: 'short' },
} as const;

const made = new Map<string, Intl.DateTimeFormat>();

/**
 * Says when something was. Made once and kept: to make one costs fifty times what it costs to use it.
 *
 * @param timeZone one that there is, by its name as it is called now (`knownZone`): one is kept for each.
 */
export function dateFormat(
  shape: keyof typeof shapes,
  language: Language,
  timeZone: string,
): Intl.DateTimeFormat {
  const key = `${shape} ${language} ${timeZone}`;
  const kept = made.get(key) ?? new Intl.DateTimeFormat(language, { ...shapes[shape], timeZone });
  made.set(key, kept);
  return kept;
}
