import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LaunchError } from './launch-error.ts';
import { listFailures } from './list-failures.ts';
import { tool } from './run-tool.ts';

/**
 * Runs the unit and integration tests.
 *
 * @throws {LaunchError} that names each test which failed: what the journeys print scrolls Vitest's words away.
 */
export async function runUnitTests(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-tests-'));
  const report = path.join(folder, 'report.json');
  try {
    await tool(
      'vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    );
  } catch (error) {
    throw new LaunchError(`${(error as Error).message}\n${listFailures(readReport(report))}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readReport(report: string): string {
  try {
    return readFileSync(report, 'utf8');
  } catch {
    return '';
  }
}
