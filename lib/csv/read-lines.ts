const lineMaxBytes = 65_536;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const byteOrderMark = '\u{feff}';

/** One line of a text file, counted from 1, without its line end. */
export interface Line {
  number: number;
  /** As far as it can be shown: damaged bytes are replaced. */
  text: string;
  /** Why the line cannot be used. */
  fault?: 'not UTF-8' | 'longer than 64 KiB';
}

/** Splits bytes into lines ending in LF or CRLF, holding no more than one line in memory. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 1;
  let held: Buffer[] = [];
  let size = 0;
  const add = (part: Buffer) => {
    // Of an endless line only the beginning is kept.
    if (size <= lineMaxBytes) held.push(part.subarray(0, lineMaxBytes + 1 - size));
    size += part.length;
  };
  const take = (): Line => {
    const line = toLine(number++, Buffer.concat(held), size);
    held = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (size > 0) yield take();
}

function toLine(number: number, bytes: Buffer, size: number): Line {
  if (size > lineMaxBytes) {
    return { number, text: bytes.toString('utf8', 0, 1_000), fault: 'longer than 64 KiB' };
  }
  try {
    const text = decoder.decode(bytes).replace(/\r$/, '');
    return { number, text: number === 1 ? text.replace(byteOrderMark, '') : text };
  } catch {
    return { number, text: bytes.toString('utf8'), fault: 'not UTF-8' };
  }
}
