/** No line of a file that was made here is nearly as long. */
const lineMax = 1_000_000;

/** A text that is none, or not of lines of a bounded length. */
export class UnreadableError extends Error {}

/**
 * Lines of UTF-8, as the bytes come: from a stream of Node's, or a reader of a browser's.
 *
 * @throws {UnreadableError} for what is no text, and for a line beyond all bounds.
 */
export async function* readLines(bytes: AsyncIterator<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for (let isLast = false; !isLast; ) {
      const { done, value } = await bytes.next();
      isLast = done === true;
      const lines = (rest + decode(decoder, done ? undefined : value, isLast)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > lineMax) throw new UnreadableError();
    }
    if (rest) yield rest;
  } finally {
    await bytes.return?.();
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, isLast: boolean): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch {
    throw new UnreadableError();
  }
}
