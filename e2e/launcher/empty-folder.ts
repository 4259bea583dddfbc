import {
  constants,
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const made =
  /^(\.git|\.next|\.data|\.tsbuild|\.env.*|\.e2e-.*|node_modules|installation|next-env\.d\.ts)$/;
const leftOver = /^(test-results|playwright-report|.*\.tsbuildinfo)$/;

/**
 * Copies the project into an empty folder, as somebody has it who just fetched it and installed its packages:
 * nothing generated, nothing built, no data. The packages come as `npm ci` left them here, linked.
 *
 * @returns the folder, which whoever asked removes.
 */
export function copyIntoEmptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bulkhead-newcomer-'));
  for (const name of readdirSync(root)) {
    if (made.test(name) || leftOver.test(name)) continue;
    const filter = (file: string) => !/\/prisma\/\w+\/client$/.test(file);
    cpSync(path.join(root, name), path.join(folder, name), { recursive: true, filter });
  }
  linkTree(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

// Another file system cannot be linked to.
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
