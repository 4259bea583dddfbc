import type { InvestigationWords } from './read-indicators.ts';

type Window = { from: Date | null; until: Date | null };
type Errors = Partial<Record<'from' | 'until', string>>;

/** The time that is asked after, as a browser sends it without a zone: it is UTC's. Empty is no bound. */
export function readWindow(
  typed: { from: string; until: string },
  t: InvestigationWords,
): Window | { errors: Errors } {
  const [from, until] = [readTime(typed.from), readTime(typed.until)];
  if (from === 'wrong' || until === 'wrong') {
    const errors: Errors = {};
    if (from === 'wrong') errors.from = t('error.time');
    if (until === 'wrong') errors.until = t('error.time');
    return { errors };
  }
  if (from && until && from >= until) return { errors: { until: t('error.order') } };
  return { from, until };
}

function readTime(typed: string): Date | 'wrong' | null {
  if (typed === '') return null;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(typed)) return 'wrong';
  const at = new Date(`${typed}Z`);
  // The 31st of February is a Date of March's.
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed.slice(0, 10));
  return isDay && at.getTime() > 0 ? at : 'wrong';
}
