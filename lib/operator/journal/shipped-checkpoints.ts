import { readFileSync } from 'node:fs';
import { type Checkpoint, parseCheckpoint } from '../../journal/checkpoint.ts';
import { OperatorError } from '../operator-error.ts';

/**
 * Reads a file of checkpoints that was kept outside the database.
 *
 * @throws {OperatorError} for a file that cannot be read, and for the first line that is none.
 */
export function readShippedCheckpoints(file: string): Checkpoint[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${file} cannot be read (${code}).`);
  }
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    const checkpoint = parseCheckpoint(line);
    if (!checkpoint) throw new OperatorError(`${file}, line ${index + 1}: not a checkpoint.`);
    return checkpoint;
  });
}
