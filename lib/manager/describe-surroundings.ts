import { describeDevice } from '../devices/describe-device.ts';
import { findCountry } from '../places/find-country.ts';
import type { RequestSource } from './request.ts';

/** Where a request came from, by names that are known: never in words of whoever sent it. */
export function describeSurroundings({ address, userAgent }: RequestSource) {
  const place = findCountry(address);
  return {
    ...describeDevice(userAgent),
    place: place.kind === 'country' ? place.code : place.kind,
  };
}
