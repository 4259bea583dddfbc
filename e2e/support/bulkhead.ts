import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const folder = path.resolve(import.meta.dirname, '../..');
/** Where the start of the run leaves what it printed, for the journeys to read. */
export const bulkheadFile = path.join(folder, '.e2e-bulkhead.json');
/** The signed-in browser of the staff member that the set-up journey makes. */
export const staffStateFile = path.join(folder, '.e2e-staff-state.json');
/** Who that is, and the key their authenticator was shown. */
export const staffFile = path.join(folder, '.e2e-staff.json');

const schema = z.object({
  url: z.string(),
  mailboxUrl: z.string(),
  watchUrl: z.string(),
  dataDir: z.string(),
  setupLink: z.string().optional(),
});

const staffSchema = z.object({
  name: z.string(),
  email: z.string(),
  password: z.string(),
  key: z.string(),
  lastStep: z.number(),
});

/** The staff member that the set-up journey made. */
export function staff() {
  return staffSchema.parse(JSON.parse(readFileSync(staffFile, 'utf8')));
}

/** The product under test, as `npm start` announced it. */
export function bulkhead() {
  return schema.parse(JSON.parse(readFileSync(bulkheadFile, 'utf8')));
}
