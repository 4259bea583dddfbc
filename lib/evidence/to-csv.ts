export type Cell = string | number | boolean | Date | null;

/** Writes CSV (RFC 4180), with the columns' names first. */
export function toCsv(columns: readonly string[], rows: readonly Cell[][]): string {
  return toCsvLines([[...columns], ...rows]);
}

/**
 * Writes lines of CSV. A name or a user agent is a stranger's own words, and a spreadsheet runs a cell that
 * begins like a formula, in wide characters too: such a cell begins with an apostrophe instead.
 */
export function toCsvLines(rows: readonly Cell[][]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

function toCell(value: Cell): string {
  const text = value instanceof Date ? value.toISOString() : String(value ?? '');
  const safe =
    typeof value === 'string' && /^[\s\p{C}]*[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
