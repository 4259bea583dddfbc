/** Marks each line as somebody's words, as mail does. */
export function quoteLines(text: string): string {
  return text.replace(/^/gm, '> ');
}
