/** The one file of a form, while it comes. */
export interface FormFile {
  /** What the browser calls it, without folders; '' where no file was chosen. */
  name: string;
  content: AsyncIterable<Buffer>;
}

const headersMaxBytes = 4_096;
const nameMax = 200;

/**
 * Reads a form (multipart/form-data, RFC 7578) that has one field, a file, as it comes: nothing of it is held but the
 * chunk at hand. The token before it has been looked at by whoever let the form in.
 *
 * @param contentType of the request.
 * @returns null for what is no such form. `content` throws where the form breaks off.
 */
export async function readFormFile(
  body: AsyncIterable<Uint8Array>,
  contentType: string | null,
): Promise<FormFile | null> {
  const boundary = /^multipart\/form-data;\s*boundary="?([\w'()+,./:=?-]{1,70})"?$/i.exec(
    contentType ?? '',
  )?.[1];
  if (!boundary) return null;
  const chunks = body[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let [start, end] = [0, -1];
  while (end === -1 && head.length <= headersMaxBytes) {
    const { value, done } = await chunks.next();
    if (done) return null;
    head = Buffer.concat([head, value]);
    if (start <= 0) start = startOfFile(head, boundary);
    end = start === -1 ? -1 : head.indexOf('\r\n\r\n', start);
  }
  const [opening, ...headers] = head
    .toString('utf8', Math.max(start, 0), Math.max(end, 0))
    .split('\r\n');
  if (opening !== `--${boundary}`) return null;
  const name = /^content-disposition: form-data;.*; filename="([^"]*)"/im.exec(headers.join('\n'));
  if (!name) return null;
  const rest = { [Symbol.asyncIterator]: () => chunks };
  return {
    name: tidyName(name[1] ?? ''),
    content: withoutEnd(startingWith(head.subarray(end + 4), rest), `\r\n--${boundary}--`),
  };
}

// Past the token, where the form begins with one; -1 while that has not all come.
function startOfFile(head: Buffer, boundary: string): number {
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name="form-token"\r\n\r\n`;
  const begun = head.toString('latin1', 0, opening.length);
  if (!opening.startsWith(begun)) return 0;
  const next = head.indexOf(`\r\n--${boundary}\r\n`, opening.length);
  return begun === opening && next !== -1 ? next + 2 : -1;
}

// Browsers differ in whether they send a path.
function tidyName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last
    .replaceAll(/\p{Cc}/gu, '')
    .toWellFormed()
    .slice(0, nameMax);
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Uint8Array>) {
  yield first;
  for await (const chunk of rest) yield Buffer.from(chunk);
}

/** @throws when the end is another: the form broke off, or has a second field. */
async function* withoutEnd(chunks: AsyncIterable<Buffer>, end: string): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  // The line end after the last boundary is left out by some.
  const tail = end.length + 2;
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    if (held.length <= tail) continue;
    yield held.subarray(0, held.length - tail);
    held = held.subarray(held.length - tail);
  }
  const at = held.indexOf(end);
  if (at === -1) throw new Error('a form broke off');
  yield held.subarray(0, at);
}
