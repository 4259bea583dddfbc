import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { invocation, postgresIdentity } from './postgres-identity.ts';

// mkdtemp makes it 0700: as root, a folder that PostgreSQL's own user cannot enter.
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-identity-'));
afterAll(() => rmSync(dir, { recursive: true }));

test.runIf(process.getuid?.() === 0)(
  'below a folder of root’s alone, PostgreSQL’s programs find each other, and write nothing there',
  () => {
    const [beside, written] = [path.join(dir, 'postgres'), path.join(dir, 'written')];
    writeFileSync(beside, '', { mode: 0o755 });
    const program = `const fs = require('node:fs');
      fs.accessSync('${beside}', fs.constants.X_OK);
      console.log(process.getuid());
      fs.writeFileSync('${written}', '');`;
    const as = postgresIdentity();
    const run = invocation(process.execPath, ['-e', program], dir, as);
    const { stdout, stderr } = spawnSync(run.command, run.args, {
      ...run.options,
      encoding: 'utf8',
    });
    expect(stdout).toBe(`${as?.uid}\n`);
    expect(stderr).toContain(`EACCES: permission denied, open '${written}'`);
  },
);
