import path from 'node:path';
import { build, type Metafile } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/** What is loaded at run time, and by whom: files by their path from the root, packages by name. */
export interface ImportGraph {
  /** Every file that was walked. */
  files: string[];
  /**
   * Files and packages that running `entries` can load, dynamic imports included.
   *
   * @param goThrough tells whether a file's own imports count; all do when it is left out.
   */
  reach(
    entries: string[],
    goThrough?: (file: string) => boolean,
  ): { files: string[]; packages: string[] };
  /** The files that name `packageName` themselves. */
  importersOf(packageName: string): string[];
}

/** Walks the real imports from `entries`, as a bundler resolves them; what is only a type is not there. */
export async function readImportGraph(entries: string[]): Promise<ImportGraph> {
  const { metafile } = await build({
    entryPoints: entries,
    absWorkingDir: root,
    outdir: 'nowhere',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    loader: { '.css': 'empty', '.svg': 'empty' },
    logLevel: 'silent',
  });
  const importsOf = (file: string) => metafile.inputs[file]?.imports ?? [];
  return {
    files: Object.keys(metafile.inputs).sort(),
    reach: (from, goThrough = () => true) =>
      walk(from, (file) => (goThrough(file) ? importsOf(file) : [])),
    importersOf: (packageName) =>
      Object.keys(metafile.inputs)
        .filter((file) =>
          importsOf(file).some((one) => one.external && nameOf(one.path) === packageName),
        )
        .sort(),
  };
}

type Imports = Metafile['inputs'][string]['imports'];

function walk(from: string[], importsOf: (file: string) => Imports) {
  const files = new Set(from);
  const packages = new Set<string>();
  // A Set grows while it is walked: each file is seen once.
  for (const file of files) {
    for (const one of importsOf(file)) {
      if (one.external) packages.add(nameOf(one.path));
      else files.add(one.path);
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** `next/headers` is of package `next`; `node:fs` is called `node:fs`. */
function nameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
