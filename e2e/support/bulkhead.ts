import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const folder = path.resolve(import.meta.dirname, '../../test-results');
/** Where the start of the run leaves what it printed, for the journeys to read. */
export const bulkheadFile = path.join(folder, '..', '.e2e-bulkhead.json');
/** The signed-in browser of the staff member that the set-up journey makes. */
export const staffStateFile = path.join(folder, '..', '.e2e-staff-state.json');
/** The key that the staff member's authenticator was shown. */
export const staffKeyFile = path.join(folder, '..', '.e2e-staff.json');

const schema = z.object({
  url: z.string(),
  mailboxUrl: z.string(),
  dataDir: z.string(),
  setupLink: z.string().optional(),
});

/** The product under test, as `npm start` announced it. */
export function bulkhead() {
  return schema.parse(JSON.parse(readFileSync(bulkheadFile, 'utf8')));
}
