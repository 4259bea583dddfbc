import { expect, it } from 'vitest';
import { chooseLanguage } from './languages.ts';

it.each([
  ['fr', 'en', 'fr'],
  ['xx', 'fr-CA', 'fr'],
  [undefined, 'fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  [undefined, 'de,en;q=0.5,fr;q=0.7', 'fr'],
  [undefined, 'fr;q=0,en', 'en'],
  [undefined, 'de, nl', 'en'],
  [undefined, 'fr;q=x', 'en'],
  [undefined, '', 'en'],
  [undefined, null, 'en'],
  ['__proto__', 'constructor', 'en'],
] as const)('chosen %j and accepting %j, it answers in %s', (chosen, accepted, language) => {
  expect(chooseLanguage(chosen, accepted)).toBe(language);
});
