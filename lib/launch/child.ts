import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Part } from './keep-running.ts';
import { LaunchError } from './launch-error.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readyWithinMs = 60_000;

export interface ChildSpec {
  name: string;
  /** Script to run, from the project's top level. */
  script: string;
  /** All the process is told: nothing is inherited but PATH. May hold secrets. */
  env: Record<string, string>;
}

/**
 * Starts a process of Bulkhead's and waits until it says it is ready.
 *
 * @param logs folder of its log.
 * @throws {LaunchError} with its last words when it does not come up.
 */
export async function startChild(spec: ChildSpec, logs: string): Promise<Part> {
  const logFile = path.join(logs, `${spec.name}.log`);
  const { child, lastWords } = begin(spec, logFile);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    child.on('error', (error) => child.pid === undefined && resolve(error.message));
  });
  const outcome = await new Promise<'ready' | 'ended' | 'late'>((resolve) => {
    child.on(
      'message',
      (message: { type?: string }) => message.type === 'ready' && resolve('ready'),
    );
    void ended.then(() => resolve('ended'));
    setTimeout(() => resolve('late'), readyWithinMs).unref();
  });
  if (outcome === 'ready') return { pid: child.pid, ended, stop: () => end(child, ended) };
  await end(child, ended);
  const said = (await lastWords).trim().split('\n').slice(-5).join('\n  ');
  const what = outcome === 'late' ? 'was not ready within a minute' : 'ended while starting';
  throw new LaunchError(`${spec.name} ${what}:\n  ${said}`);
}

// Its own group, so that a terminal's Ctrl-C reaches only the launcher, which ends them in order.
function begin(spec: ChildSpec, logFile: string) {
  const child = spawn(process.execPath, [path.resolve(root, spec.script)], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', TZ: 'UTC', ...spec.env },
  });
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  // A full disk must not end the launcher, which would leave everything else running.
  log.on('error', () => {});
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000);
      log.write(chunk);
    });
  }
  const lastWords = new Promise<string>((resolve) => {
    child.once('close', () => {
      log.end();
      resolve(said);
    });
  });
  return { child, lastWords };
}

async function end(child: ChildProcess, ended: Promise<string>) {
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(hard);
}
