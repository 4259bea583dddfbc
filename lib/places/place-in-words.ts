import type { Language } from '../words/languages.ts';
import { placeWords } from '../words/surroundings.ts';
import { findCountry } from './find-country.ts';
import { findNetwork } from './find-network.ts';

/** Where an address is, in a customer's language: "Portugal · MEO (AS3243)". The network's name is a stranger's words. */
export function placeInWords(address: string, language: Language): string {
  const place = findCountry(address);
  const country = placeWords(place.kind === 'country' ? place.code : place.kind, language);
  const network = place.kind === 'local' ? null : findNetwork(address);
  if (!network) return country;
  const number = `AS${network.number}`;
  return `${country} · ${network.name ? `${network.name} (${number})` : number}`;
}
