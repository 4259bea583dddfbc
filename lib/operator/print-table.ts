/** Columns of text, each as wide as its widest cell, two blanks apart. */
export function printTable(head: string[], rows: string[][]): string {
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => row.map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2)).join(''))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
