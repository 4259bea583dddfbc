import { describeDevice } from '../devices/describe-device.ts';
import { findCountry } from '../places/find-country.ts';
import type { Unwatched } from './describe-unwatched.ts';
import type { SignalPattern } from './patterns.ts';
import { policy } from './policy.ts';

/** That a sign-in belongs to a pattern, and whom or what the pattern is about. */
export interface Mark {
  pattern: SignalPattern;
  /** A customer's id, or a network. */
  subject: string;
  customerId: string | null;
  activityId: bigint;
  at: Date;
}

/** A sign-in of which everything is known. */
export type Watched = Unwatched & { customerId: string; at: Date; userAgent: string };

/** The patterns that one sign-in belongs to, by itself and by what came before it. */
export function judgeSignIn(signIn: Watched): Mark[] {
  const { id: activityId, at, customerId, network } = signIn;
  const mark = (pattern: SignalPattern, subject: string, of: string | null): Mark => ({
    pattern,
    subject,
    customerId: of,
    activityId,
    at,
  });
  return [
    ...(standsOut(signIn) ? [mark('first-try', customerId, customerId)] : []),
    ...(isTooFast(signIn) ? [mark('impossible-pace', customerId, customerId)] : []),
    ...(network && isCrowd(signIn) ? [mark('many-accounts', network, null)] : []),
    ...(isSurrounded(signIn) ? [mark('many-sources', customerId, customerId)] : []),
  ];
}

// A never-seen network alone is a traveller. A stranger also brings a browser that the account never had.
function standsOut({ isFirstTry, knownAgents, userAgent }: Watched): boolean {
  return isFirstTry === true && !(knownAgents ?? []).map(deviceOf).includes(deviceOf(userAgent));
}

// A country is registered to an address, and who roams or tunnels changes it in a minute with the same device.
// Who lives at a border has known both networks for longer.
function isTooFast({ isEntry, address, userAgent, at, networkSince, entriesBefore }: Watched) {
  const country = countryOf(address);
  if (!isEntry || !country || !networkSince || !entriesBefore) return false;
  const { withinMinutes, countries, countriesWithinMinutes } = policy.impossiblePace;
  const isSince = (moment: Date, minutes: number) =>
    at.getTime() - moment.getTime() < minutes * 60_000;
  const device = deviceOf(userAgent);
  const isTwoAtOnce = entriesBefore.some((before) => {
    const other = countryOf(before.address);
    const isNew =
      isSince(before.networkSince, withinMinutes) || isSince(networkSince, withinMinutes);
    return other && other !== country && isNew && deviceOf(before.userAgent) !== device;
  });
  const visited = entriesBefore
    .filter((before) => isSince(before.at, countriesWithinMinutes))
    .map((before) => countryOf(before.address))
    .filter((other) => other !== null);
  return isTwoAtOnce || new Set([...visited, country]).size >= countries;
}

function isCrowd({ isStranger, accountsRefused, accountsStrange }: Watched): boolean {
  const { refused, strange } = policy.manyAccounts;
  return isStranger && (accountsRefused >= refused || accountsStrange >= strange);
}

function isSurrounded({ isRefused, isStranger, networksRefused }: Watched): boolean {
  return isRefused === true && isStranger && networksRefused >= policy.manySources.networks;
}

// By name: tomorrow's version of a browser is the same device.
function deviceOf(userAgent: string): string {
  const { browser, system } = describeDevice(userAgent);
  return browser || system ? `${browser}\n${system}` : userAgent;
}

function countryOf(address: string | null): string | null {
  const place = findCountry(address ?? '');
  return place.kind === 'country' ? place.code : null;
}
