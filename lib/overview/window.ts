/** How far back the overview looks. */
export const windowNames = ['24h', '7d', '30d'] as const;
export type WindowName = (typeof windowNames)[number];

/** A stretch of time that ends with the present hour or day, in equal steps. */
export interface Window {
  name: WindowName;
  /** The start of its first step. */
  from: Date;
  /** The end of the step under way. */
  until: Date;
  stepHours: number;
  /** By what sources are counted in it. */
  span: 'hour' | 'day';
}

const hourMs = 3_600_000;
const shapes = {
  '24h': { hours: 24, stepHours: 1, span: 'hour' },
  '7d': { hours: 7 * 24, stepHours: 6, span: 'day' },
  '30d': { hours: 30 * 24, stepHours: 24, span: 'day' },
} as const;

/**
 * The window of that name that ends now: the hour under way and the 23 before it, or the day under way and
 * those before it, in UTC.
 *
 * @param name as it stands in a URL; anything else means a day.
 */
export function readWindow(name: unknown, now: Date): Window {
  const known = windowNames.find((one) => one === name) ?? '24h';
  const { hours, stepHours, span } = shapes[known];
  const end = (unitMs: number) => Math.floor(now.getTime() / unitMs) * unitMs + unitMs;
  return {
    name: known,
    from: new Date(end(span === 'hour' ? hourMs : 24 * hourMs) - hours * hourMs),
    until: new Date(end(stepHours * hourMs)),
    stepHours,
    span,
  };
}
