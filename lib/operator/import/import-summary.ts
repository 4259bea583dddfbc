import type { ImportSummary } from '../import-customers.ts';
import { perSecond } from './show-progress.ts';

/** What became of the rows of a file, in one line. */
export function summaryInWords(summary: ImportSummary, ms: number): string {
  const { imported, present, rejected, rejectsFile, stoppedAfterLine } = summary;
  const count = (value: number) => value.toLocaleString('en');
  const rows = imported + present + rejected;
  const rate = `${count(perSecond(rows, ms))} rows a second`;
  const where = rejectsFile ? ` (${rejectsFile})` : '';
  const whole = `${count(imported)} imported, ${count(present)} already there, ${count(rejected)} rejected${where}; ${rate}.\n`;
  if (stoppedAfterLine === undefined) return whole;
  const upTo = stoppedAfterLine
    ? `Stopped after line ${stoppedAfterLine}`
    : 'Stopped before the first row';
  return `${whole}${upTo}, as you asked. Run the same command again to go on.\n`;
}

/** The same for programs. */
export function summaryAsJson(summary: ImportSummary, ms: number): string {
  const rowsPerSecond = perSecond(summary.imported + summary.present + summary.rejected, ms);
  const rejectsFile = summary.rejectsFile ?? null;
  const interrupted = summary.stoppedAfterLine === undefined ? undefined : true;
  const counts = { ...summary, rejectsFile, seconds: ms / 1_000, rowsPerSecond };
  return `${JSON.stringify({ interrupted, ...counts })}\n`;
}
