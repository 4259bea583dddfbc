import { z } from 'zod';

/** Where a page of the history ends. Entries of one millisecond are told apart by their number. */
export interface Cursor {
  at: Date;
  id: bigint;
}

const form = z.string().regex(/^\d{1,15}\.\d{1,19}$/);

/** The cursor as it stands in a URL. It names a place in time and gives no access. */
export function writeCursor({ at, id }: Cursor): string {
  return `${at.getTime()}.${id}`;
}

/** Reads a cursor from a URL; anything that is not one means the first page. */
export function readCursor(value: unknown): Cursor | undefined {
  const parsed = form.safeParse(value);
  if (!parsed.success) return undefined;
  const [at = '', id = ''] = parsed.data.split('.');
  const date = new Date(Number(at));
  const number = BigInt(id);
  const tooLarge = number > 9_223_372_036_854_775_807n || Number.isNaN(date.getTime());
  return tooLarge ? undefined : { at: date, id: number };
}
