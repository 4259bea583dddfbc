/** No line of a file that was made here is nearly as long. */
const lineMax = 1_000_000;

/** A text that is none, or not of lines of a bounded length. */
export class UnreadableError extends Error {}

/**
 * Lines of UTF-8, as the bytes come, in a browser as in Node.
 *
 * @throws {UnreadableError} for what is no text, and for a line beyond all bounds.
 */
export async function* readLines(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const [reader, decoder] = [bytes.getReader(), new TextDecoder('utf-8', { fatal: true })];
  let rest = '';
  try {
    for (let done = false; !done; ) {
      const read = await reader.read();
      done = read.done;
      const lines = (rest + decode(decoder, read.value, done)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (rest.length > lineMax) throw new UnreadableError();
    }
    if (rest) yield rest;
  } finally {
    await reader.cancel();
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, isLast: boolean): string {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch {
    throw new UnreadableError();
  }
}
