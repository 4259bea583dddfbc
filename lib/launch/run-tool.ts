import { spawn } from 'node:child_process';
import path from 'node:path';
import { LaunchError } from './launch-error.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Runs a tool of the project's own packages, its words going straight to the terminal.
 *
 * @param script below `node_modules`.
 * @param rest its arguments, and variables added to its environment.
 * @throws {LaunchError} when it ends with anything but 0.
 */
export async function tool(script: string, ...rest: (string | Record<string, string>)[]) {
  const args = rest.filter((part) => typeof part === 'string');
  const env = Object.assign({}, process.env, ...rest.filter((part) => typeof part === 'object'));
  const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new LaunchError(`${path.basename(script)} ended with ${code}.`);
}
