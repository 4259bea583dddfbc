import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { LaunchError } from './launch-error.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-folder-'));
afterAll(() => rmSync(dir, { recursive: true }));
const fresh = (name: string) => path.join(dir, name);

async function otherLauncher(folder: string): Promise<ChildProcess> {
  const script = path.join(dir, 'launcher.mjs');
  const module = pathToFileURL(path.resolve(import.meta.dirname, 'data-folder.ts')).href;
  writeFileSync(
    script,
    `import { openDataFolder } from '${module}';
     openDataFolder(process.argv[2]);
     process.send('open');
     process.on('disconnect', () => process.exit());`,
  );
  const child = spawn(process.execPath, [script, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

test('keys, logs and sockets are in folders that nobody else can enter', () => {
  const { secrets, logs, run, release } = openDataFolder(fresh('closed'));
  for (const folder of [secrets, logs, run]) expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(fresh('closed')).mode & 0o777).toBe(0o711);
  release();
});

test('a folder that cannot be made is one line that names DATA_DIR', () => {
  const open = () => openDataFolder('/dev/null/data');
  expect(open).toThrow(LaunchError);
  expect(open).toThrow(/^DATA_DIR \/dev\/null\/data cannot be written \(ENOTDIR\)\..*$/);
});

test('while one launcher has the folder another is refused, and told by which', async () => {
  const folder = fresh('taken');
  const other = await otherLauncher(folder);
  const open = () => openDataFolder(folder);
  expect(open).toThrow(LaunchError);
  expect(open).toThrow(`Bulkhead is already running on ${folder} (process ${other.pid}).`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  // The one that was killed could not clean up; its folder is free all the same.
  openDataFolder(folder).release();
  expect(existsSync(path.join(folder, 'run', 'launcher.pid'))).toBe(false);
});

test('the number of a killed launcher that another program has now keeps nobody out', () => {
  const folder = fresh('reused');
  openDataFolder(folder);
  writeFileSync(path.join(folder, 'run', 'launcher.pid'), '1');
  openDataFolder(folder).release();
});

test('a path too long for a socket leaves the socket elsewhere, always at the same place', () => {
  const folder = fresh('long'.repeat(30));
  const [first, second] = [openDataFolder(folder), openDataFolder(folder)];
  expect(Buffer.byteLength(first.authSocket)).toBeLessThan(108);
  expect(second.authSocket).toBe(first.authSocket);
  second.release();
});
