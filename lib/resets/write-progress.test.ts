import { describe, expect, test } from 'vitest';
import type { CustomerProgress } from './list-progress.ts';
import { writeProgress } from './write-progress.ts';

describe('the file of everyone concerned', () => {
  const id = '0b6f3c1e-6d0b-4c53-9c0e-3a6e0b8b5c11';
  const minute = (count: number) => new Date(Date.parse('2026-02-01T10:00:00Z') + count * 60_000);
  const customer: CustomerProgress = {
    ...{ id, email: 's@example.com', name: 'Ada', problem: null },
    ...{ toldAt: minute(1), openedAt: null, doneAt: minute(3) },
  };
  async function* these(...customers: CustomerProgress[]) {
    yield* customers;
  }

  test('has a line for each, with times in UTC', async () => {
    expect((await Array.fromAsync(writeProgress(these(customer)))).join('')).toBe(
      `customer,email,name,told at,opened at,done at,problem\r\n${id},s@example.com,Ada,2026-02-01T10:01:00.000Z,,2026-02-01T10:03:00.000Z,\r\n`,
    );
  });

  test.each([
    ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\u00a0=1', '\ufeff=1'],
    ...['\u200b=1', '＝1', '＋1', '－1', '＠1', '=HYPERLINK("http://evil","x")', '"=1'],
  ])('runs nothing in a spreadsheet: %j', async (name) => {
    const [, line = ''] = await Array.fromAsync(
      writeProgress(these({ ...customer, name, email: name })),
    );
    const quoted = name.replaceAll('"', '""');
    const guarded = name.startsWith('"') ? `"${quoted}"` : `'${quoted}`;
    expect(line).toContain(guarded);
    expect(line).not.toMatch(/(^|,)"?[\s\p{C}]*[=+@＝＋－＠-]/u);
  });

  test('stays whole when a name has commas, quotes or lines in it', async () => {
    const name = 'a,"b"\r\nc';
    expect((await Array.fromAsync(writeProgress(these({ ...customer, name })))).join('')).toContain(
      ',"a,""b""\r\nc",',
    );
  });

  test('is handed over in pieces, at the pace of whoever takes it', async () => {
    let taken = 0;
    async function* many() {
      for (let n = 0; n < 1_000_000; n++) {
        taken++;
        yield customer;
      }
    }
    const pieces = writeProgress(many());
    await pieces.next();
    await pieces.next();
    expect(taken).toBe(1_000);
    await pieces.return(undefined);
  });
});
