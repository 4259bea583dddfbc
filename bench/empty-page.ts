import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '../lib/launch/ports.ts';
import { tool } from '../lib/launch/run-tool.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = 'bench/empty-page';

/** An empty Next.js page, built now and served as Next.js serves it by itself. */
export async function openEmptyPage(): Promise<{ url: string; stop: () => Promise<void> }> {
  await tool('next/dist/bin/next', 'build', folder, { NEXT_TELEMETRY_DISABLED: '1' });
  const port = await freePort();
  const script = path.join(root, 'node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [script, 'start', folder, '-p', String(port)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const said of child.stdout.setEncoding('utf8')) {
    if (String(said).includes('Ready')) break;
  }
  return {
    url: `http://localhost:${port}/`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
