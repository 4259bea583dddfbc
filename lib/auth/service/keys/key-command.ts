import { spawn } from 'node:child_process';
import { ConfigurationError } from '../environment.ts';
import type { KeyRing } from './key-ring.ts';
import { keysMaxBytes, parseKeys } from './parse-keys.ts';

const withinMs = 10_000;
const programs = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Runs the operator's command and takes the keys it prints. Without a shell, told nothing but where
 * programs are, with a limit to its time and output. What it says on stderr is seen by nobody: tools quote what
 * they were given.
 *
 * @throws {ConfigurationError} that says what went wrong and nothing of what was printed.
 */
export async function readKeyCommand([program = '', ...args]: string[]): Promise<KeyRing> {
  const child = spawn(program, args, {
    env: { PATH: programs },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that its children end with it.
    detached: true,
  });
  let ended: string | undefined;
  const end = (why: string) => {
    ended ??= why;
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It was gone already.
    }
  };
  const timer = setTimeout(() => end(`took longer than ${withinMs / 1_000} seconds`), withinMs);
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > keysMaxBytes) end('printed too much');
    else chunks.push(chunk);
  });
  const fault = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(`cannot run (${error.code})`));
    child.once('close', (code) => resolve(code === 0 ? undefined : `ended with code ${code}`));
  });
  clearTimeout(timer);
  const keys = ended || fault ? null : parseKeys(Buffer.concat(chunks).toString('utf8'));
  for (const chunk of chunks) chunk.fill(0);
  if (!keys) throw new ConfigurationError(`the key command ${ended ?? fault ?? 'printed no keys'}`);
  return keys;
}
