/** A note as it was typed, with its lines ended alike and without what PostgreSQL cannot hold. */
export function readNote(typed: string): string {
  return typed.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trim();
}
