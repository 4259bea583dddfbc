import { dateFormat } from './date-format.ts';
import type { Language } from './languages.ts';

/** What times are shown in where nobody has chosen. */
export const defaultZone = 'UTC';

/** Every zone that can be chosen, by its IANA name. */
export function listZones(): string[] {
  return [
    defaultZone,
    ...Intl.supportedValuesOf('timeZone').filter((name) => name !== defaultZone),
  ];
}

// To ask whether there is a zone costs as much as a row of a page. Only names as they are called now: there are so many.
const known = new Set<string>();

/**
 * A zone's IANA name, as it is called now; null for what is none, and for an offset such as `+01:00`, which knows no
 * summer.
 */
export function readZone(text: string): string | null {
  if (known.has(text)) return text;
  if (text.length > 64 || !/^[A-Za-z]+(\/[A-Za-z0-9_+-]+){0,2}$/.test(text)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    known.add(timeZone);
    return timeZone;
  } catch {
    return null;
  }
}

/** A customer's zone as it stands in their row; the default where there is none, or none that is known here. */
export function knownZone(stored: string | null | undefined): string {
  return readZone(stored ?? '') ?? defaultZone;
}

/** What a zone is called at a moment, in short: `CET`, `UTC+1`, `UTC`. */
export function zoneLabel(at: Date, timeZone: string, language: Language): string {
  const parts = dateFormat('zone', language, timeZone).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/**
 * When a day begins in a zone.
 *
 * @param day YYYY-MM-DD, and a day that there is.
 */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Twice: the offset may have changed between the first guess and the day's begin.
  const guess = midnight - offsetMs(midnight, timeZone);
  return new Date(midnight - offsetMs(guess, timeZone));
}

function offsetMs(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  const parts = new Intl.DateTimeFormat('en', {
    ...({ timeZone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric' } as const),
    ...({ day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  }).formatToParts(whole);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = new Date(0);
  local.setUTCFullYear(read('year'), read('month') - 1, read('day'));
  local.setUTCHours(read('hour'), read('minute'), read('second'));
  return local.getTime() - whole;
}
