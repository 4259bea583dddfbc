export type Cell = string | number | boolean | Date | null;

/**
 * Writes CSV (RFC 4180). A user agent is a stranger's own words, and a spreadsheet runs a cell that begins
 * like a formula: such a cell begins with an apostrophe instead.
 */
export function toCsv(columns: readonly string[], rows: Cell[][]): string {
  return [columns, ...rows].map(toCsvLine).join('');
}

/** One row of it, for those too many to be held at once. */
export function toCsvLine(row: readonly Cell[]): string {
  return `${row.map(toCell).join(',')}\r\n`;
}

function toCell(value: Cell): string {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '');
  const safe = typeof value === 'string' && /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
