import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  customersFile,
  customersText,
  type Installation,
  openInstallation,
  startBulkhead,
} from '../testing/installation.ts';
import { heard, interruptOnce } from '../testing/interrupting.ts';

let here: Installation;
let pipe: string;
beforeAll(async () => {
  here = await openInstallation();
  pipe = path.join(here.dataDir, 'silent');
  execFileSync('mkfifo', [pipe]);
});
afterAll(() => here.close());

const beforeFirst =
  'Stopped before the first row, as you asked. Run the same command again to go on.\n';
const nothingImported = { imported: 0, present: 0, rejected: 0, stoppedAfterLine: 0 };
const listAsItWas =
  'Stopped after 0 hashes, as you asked. The list in force is as it was. Run the same command again to begin anew.\n';
const nothingChecked =
  'Stopped after 0 entries, as you asked: this says nothing of the rest. Run the same command again to check them all.\n';
const hash = `${createHash('sha1').update('hunter2').digest('hex')}:1\n`;

describe('one Ctrl-C ends, with 130, what waits for a pipe that says nothing', () => {
  test.each([
    ['import customers', beforeFirst, nothingImported],
    ['import sign-ins', beforeFirst, nothingImported],
    ['breached import', listAsItWas, { read: 0 }],
    ['verify-activity', nothingChecked, { entries: 0 }],
  ])('%s, and its JSON says so', async (words, ended, done) => {
    const child = here.bulkhead(...words.split(' '), pipe, '--json');
    // It opens once the command has it open.
    const feed = await open(pipe, 'w');
    expect(await interruptOnce(child, async () => {})).toEqual({
      code: 130,
      stdout: `${JSON.stringify({ interrupted: true, ...done })}\n`,
      stderr: `${heard}${ended}`,
    });
    await feed.close();
    expect(existsSync(path.join(here.dataDir, 'silent.rejects.csv'))).toBe(false);
    expect(existsSync(path.join(here.dataDir, 'breached.bin.new'))).toBe(false);
  });
});

test('one Ctrl-C ends an import whose pipe falls silent, and the rows it had read are all there or none', async () => {
  const child = here.bulkhead('import', 'customers', pipe, '--json');
  const feed = await open(pipe, 'w');
  const count = async () =>
    (await here.manager.query('SELECT count(*)::int AS n FROM customer')).rows[0].n;
  await feed.write(customersText.split('\n').slice(0, 1_201).join('\n'));
  const { code, stdout } = await interruptOnce(child, () =>
    expect.poll(count, { interval: 20 }).toBeGreaterThan(0),
  );
  await feed.close();
  expect(code).toBe(130);
  const { imported, stoppedAfterLine } = JSON.parse(stdout);
  expect(imported).toBe(await count());
  expect(stoppedAfterLine).toBe(imported + 1);
  const { imported: rest, present } = await here.importFile(customersFile);
  expect([rest + imported, present]).toEqual([2_000, imported]);
});

test.each([
  ['says nothing', ''],
  ['falls silent', hash],
])('one Ctrl-C ends a list of breached passwords whose standard input %s', async (_, said) => {
  const child = startBulkhead(here.dataDir, ['breached', 'import', '-']);
  child.stdin.write(said);
  // It is made before anything is read.
  const begun = () => existsSync(path.join(here.dataDir, 'breached.bin.new'));
  const { code, stderr } = await interruptOnce(child, () =>
    expect.poll(begun, { interval: 20 }).toBe(true),
  );
  expect(code).toBe(130);
  // Whether it had come to the one line there is, it alone knows.
  expect(stderr.replace('after 1', 'after 0')).toBe(`${heard}${listAsItWas}`);
  expect(begun()).toBe(false);
});

test('what comes through a pipe is taken to its end, and a command that refuses it does not wait for more', async () => {
  const child = here.bulkhead('import', 'sign-ins', pipe);
  const feed = await open(pipe, 'w');
  await feed.write('at,email\n');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  expect(await ended).toBe(1);
  await feed.close();

  const list = here.bulkhead('breached', 'import', pipe);
  const whole = await open(pipe, 'w');
  const done = new Promise((resolve) => list.once('exit', resolve));
  await whole.write(hash);
  await whole.close();
  expect(await done).toBe(0);
  expect(existsSync(path.join(here.dataDir, 'breached.bin'))).toBe(true);
  rmSync(pipe);
});
