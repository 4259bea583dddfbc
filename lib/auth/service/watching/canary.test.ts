import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Canaries, canaryWord } from '../../../testing/canaries.ts';
import { askWithFailingDatabase } from '../testing/canary-failing-database.ts';
import { failToStart } from '../testing/canary-failing-starts.ts';
import { useEveryCredential } from '../testing/canary-flows.ts';
import { askWithSecretsInWrongPlaces } from '../testing/canary-misplaced.ts';
import { type CanaryRun, openCanaryRun } from '../testing/canary-run.ts';

let run: CanaryRun;
let texts: Record<string, string>;

beforeAll(async () => {
  run = await openCanaryRun();
  await useEveryCredential(run);
  await askWithSecretsInWrongPlaces(run);
  await askWithFailingDatabase(run);
  const failedStarts = await failToStart(run);
  await run.noteStored();
  const metrics = await (await fetch(`${run.service.watchUrl}/metrics`)).text();
  // It signs its last checkpoint as it ends.
  await run.service.end();
  texts = {
    'what the service printed': run.service.printed(),
    journal: await run.rowsOf('journal', 'journal_head', 'journal_checkpoint', 'wrapping_skipped'),
    // A sample's value is a number that was counted; a code may equal one by chance.
    metrics: metrics.replace(/ [\d.e+-]+$/gm, ' 0'),
    'answers that open nothing': run.refusals.join('\n'),
    checkpoints: readFileSync(run.service.checkpointsFile, 'utf8'),
    'starts that failed': failedStarts.join('\n'),
  };
});
afterAll(() => run.close());

const places = [
  'what the service printed',
  'journal',
  'metrics',
  'answers that open nothing',
  'checkpoints',
  'starts that failed',
] as const;

describe.each(places)('%s', (place) => {
  const text = () => texts[place] as string;

  it('holds no password, code, token, key or hash, in any form', () => {
    expect(run.canaries.find(text())).toEqual([]);
  });

  it('is where one would be found, had it got there', () => {
    expect(text().length).toBeGreaterThan(100);
    const planted = new Canaries();
    const word = planted.add('planted', canaryWord());
    for (const form of [word, Buffer.from(word).toString('hex'), btoa(`{"p":"${word}"}`)]) {
      const middle = text().length >> 1;
      expect(planted.find(text().slice(0, middle) + form + text().slice(middle))).not.toEqual([]);
    }
    expect(planted.find(text())).toEqual([]);
  });
});

it('what was searched tells of what was done: failures, damage, refusals and decisions', () => {
  const printed = texts['what the service printed'] as string;
  for (const event of [
    'decided',
    'decision-failed',
    'journal-unavailable',
    'seal-broken',
    'wrong-caller-key',
    'link-mail-failed',
  ]) {
    expect(printed).toContain(`"event":"${event}"`);
  }
  for (const fact of ['wrong-password', 'wrong-code', 'no-such-verb', 'malformed', 'throttled']) {
    expect(texts.journal).toContain(fact);
  }
  expect(texts.metrics).toContain('verdict="unavailable"');
  expect(texts['starts that failed']).toContain('AUTH_WATCH');
  expect(run.canaries.size).toBeGreaterThan(100);
});

it('the secrets looked for are those that were used: the mails held the links, the files the keys', () => {
  const letters = run.sink.letters.map(({ text }) => text).join('\n');
  expect(run.canaries.find(letters)).toContain('token of a link (plain)');
  const keyFile = readFileSync(run.keyFile, 'utf8');
  expect(run.canaries.find(keyFile)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^a key-encryption key/),
      expect.stringMatching(/^a pepper/),
    ]),
  );
});
