/**
 * SHA-256 of a text in UTF-8, after the bytes that are to stand before it. WebCrypto, so that the same code runs in a
 * browser and in Node.
 *
 * @param before in hex digits.
 * @returns 64 hex digits.
 */
export async function digest(before: string, text = ''): Promise<string> {
  const [head, tail] = [fromHex(before), encoder.encode(text)];
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

const encoder = new TextEncoder();

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  }
  return bytes;
}

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
