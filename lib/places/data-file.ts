import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Where a file of a package is. Resolved from the project's folder: a bundler would rewrite a path relative to this
 * file.
 */
export function dataFile(packageName: string, file: string): string {
  const require = createRequire(path.join(process.cwd(), 'package.json'));
  return path.join(path.dirname(require.resolve(`${packageName}/package.json`)), file);
}
