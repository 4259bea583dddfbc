import { readFileSync } from 'node:fs';
import { Piscina } from 'piscina';
import type { Strength, StrengthTask } from './strength-thread.ts';

const mostWaiting = 100;
let thread: Piscina | undefined;

/** Starts the thread, which takes a second to load its dictionaries. */
export function startStrength(): void {
  thread ??= new Piscina({
    filename: new URL('./strength-thread.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    maxQueue: mostWaiting,
    // The service's environment is none of its business.
    env: {},
  });
}

/**
 * Estimates a password in a thread of its own: the worst of them take most of a second, in which nobody
 * else would be answered.
 *
 * @throws when the thread died, or too many wait.
 */
export async function estimateStrength(task: StrengthTask): Promise<Strength> {
  startStrength();
  if (!thread) throw new Error('no thread');
  return thread.run(task);
}

const packages = ['core', 'language-common', 'language-en', 'language-fr'];

/** Versions of all that an estimate depends on. */
export function dictionaryVersions(): string[] {
  return packages.map((name) => {
    const entry = import.meta.resolve(`@zxcvbn-ts/${name}`);
    const [folder = ''] = /^.*\/@zxcvbn-ts\/[^/]+\//.exec(entry) ?? [];
    return String(JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).version);
  });
}
