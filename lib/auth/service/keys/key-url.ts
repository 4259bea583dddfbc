import { ConfigurationError } from '../environment.ts';
import { readPrivateFile } from './key-file.ts';
import type { KeyRing } from './key-ring.ts';
import { keysMaxBytes, parseKeys } from './parse-keys.ts';

const withinMs = 10_000;

/**
 * Fetches the keys, bare or as Vault's KV wraps them. Follows no redirect, which could lead off https.
 *
 * @param tokenFile private file whose token goes along as Bearer, which Vault takes too. Read anew each
 *   time, so that a token may be renewed.
 * @throws {ConfigurationError} that says what went wrong and nothing of what was answered.
 */
export async function readKeyUrl(url: URL, tokenFile: string | undefined): Promise<KeyRing> {
  const token = tokenFile === undefined ? undefined : readToken(tokenFile);
  let text: string | null;
  try {
    const reply = await fetch(url, {
      headers: { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    if (reply.status !== 200) {
      await reply.body?.cancel();
      throw new ConfigurationError(`the key URL answered ${reply.status}`);
    }
    text = await readBounded(reply);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError('the key URL does not answer');
  }
  const keys = text === null ? null : parseKeys(unwrap(text));
  if (!keys) throw new ConfigurationError('the key URL answered no keys');
  return keys;
}

function readToken(file: string): string {
  try {
    const token = readPrivateFile(file).trim();
    if (/^[\x21-\x7e]{1,4096}$/.test(token)) return token;
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
  }
  throw new ConfigurationError(`the key token file ${file} is missing or holds no token`);
}

async function readBounded(reply: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.body ?? []) {
    size += chunk.length;
    if (size > keysMaxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

// Vault's KV answers {data: {…}}, its second version {data: {data: {…}}}.
function unwrap(text: string): string {
  try {
    let content = JSON.parse(text);
    for (let depth = 0; depth < 2 && content?.data; depth++) content = content.data;
    return JSON.stringify(content);
  } catch {
    return '';
  }
}
