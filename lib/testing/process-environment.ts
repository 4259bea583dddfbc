import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Where each process reads its environment, and by which function. */
const readers = {
  auth: ['lib/auth/service/environment.ts', 'readEnvironment'],
  manager: ['lib/manager/environment.ts', 'environment'],
  worker: ['lib/worker/environment.ts', 'readEnvironment'],
  operator: ['lib/operator/environment.ts', 'readOperator'],
  migrate: ['lib/launch/environment.ts', 'readSettings'],
} as const;
export type ProcessName = keyof typeof readers;

// Those of Node and of libraries, which no file of ours reads.
const ofLibraries = ['NODE_ENV', 'TZ', 'UV_THREADPOOL_SIZE', 'NEXTAUTH_URL'];

/** Every variable that a process reads, whether it must be set or not. */
export function knownVariables(name: ProcessName): string[] {
  const text = readFileSync(path.join(root, readers[name][0]), 'utf8');
  const own = text.matchAll(/^ +([A-Z][A-Z_]+): /gm);
  const door = readFileSync(path.join(root, 'lib/auth/door.ts'), 'utf8').matchAll(
    /^ +([A-Z][A-Z_]+): /gm,
  );
  const named = text.matchAll(/process\.env\.([A-Z_]+)/g);
  const theirs = text.includes('doorVariables') ? [...door] : [];
  return [...own, ...theirs, ...named].map(([, one]) => one ?? '').concat(ofLibraries);
}

/**
 * Has a process read the environment that it would be given, in a process of its own.
 *
 * @returns what it has against it; nothing, if it can start with it.
 */
export async function refusalOf(
  name: ProcessName,
  variables: Record<string, string>,
): Promise<string> {
  const [file, reader] = readers[name];
  const script = `import { ${reader} } from ${JSON.stringify(path.join(root, file))}; ${reader}();`;
  const env = { PATH: process.env.PATH, NODE_ENV: 'production' as const, ...variables };
  try {
    await run(process.execPath, ['--input-type=module', '--eval', script], { env, cwd: root });
    return '';
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
}
