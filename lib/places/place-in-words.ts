import type { Language } from '../words/languages.ts';
import { placeWords } from '../words/surroundings.ts';
import { findCountry } from './find-country.ts';

/** Where an address is, in a customer's language. */
export function placeInWords(address: string, language: Language): string {
  const place = findCountry(address);
  return placeWords(place.kind === 'country' ? place.code : place.kind, language);
}
