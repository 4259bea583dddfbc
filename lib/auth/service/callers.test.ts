import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { verbs } from '../contract.ts';
import { type Caller, mayAsk } from './callers.ts';

const mayBeAsked = (caller: Caller) =>
  (Object.keys(verbs) as (keyof typeof verbs)[]).filter((verb) => mayAsk(caller, verb)).sort();

test('the worker may ask what its tasks need and no more, as many questions as the README draws', () => {
  const readme = readFileSync(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  expect(mayBeAsked('worker')).toEqual([
    'add-to-reset',
    'describe-reset',
    'list-reset',
    'offer-disowning',
    'sign-activity-checkpoint',
  ]);
  expect(readme.match(/\w+ questions/g)).toEqual(['five questions', 'five questions']);
});
