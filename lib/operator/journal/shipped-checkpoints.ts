import { readFileSync } from 'node:fs';
import { parseActivityCheckpoint, type SignedActivity } from '../../journal/activity-checkpoint.ts';
import { type Checkpoint, parseCheckpoint } from '../../journal/checkpoint.ts';
import { OperatorError } from '../operator-error.ts';

/** What was kept outside the databases. */
export interface Shipped {
  /** Of the auth service's journal. */
  journal: Checkpoint[];
  /** Of customers' activity. */
  activity: SignedActivity[];
}

/**
 * Reads a file of checkpoints that was kept outside the database.
 *
 * @throws {OperatorError} for a file that cannot be read, and for the first line that is none.
 */
export function readShippedCheckpoints(file: string): Shipped {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${file} cannot be read (${code}).`);
  }
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const shipped: Shipped = { journal: [], activity: [] };
  lines.forEach((line, index) => {
    const activity = parseActivityCheckpoint(line);
    const journal = activity ? null : parseCheckpoint(line);
    if (activity) shipped.activity.push(activity);
    else if (journal) shipped.journal.push(journal);
    else throw new OperatorError(`${file}, line ${index + 1}: not a checkpoint.`);
  });
  return shipped;
}
