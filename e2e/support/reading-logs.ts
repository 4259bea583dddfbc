import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { bulkhead } from './bulkhead.ts';

const line = z.object({
  event: z.string(),
  requestId: z.string().optional(),
  verb: z.string().optional(),
  task: z.string().optional(),
  questions: z.number().optional(),
});
export type LogLine = z.infer<typeof line>;

/** All that the processes have printed so far, by the name of the process. */
export function logs(): Record<string, string> {
  const folder = path.join(bulkhead().dataDir, 'logs');
  const files = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return Object.fromEntries(
    files.map((name) => [path.parse(name).name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

/** What a process logged of one request. */
export function logged(process: 'manager' | 'auth' | 'worker', requestId: string): LogLine[] {
  return (logs()[process] ?? '')
    .split('\n')
    .filter((text) => text.startsWith('{') && text.includes(requestId))
    .map((text) => line.parse(JSON.parse(text)));
}
