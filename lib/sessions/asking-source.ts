import 'server-only';
import { describeSurroundings } from '../manager/describe-surroundings.ts';
import type { RequestSource } from '../manager/request.ts';
import { deviceCookie } from './device-cookie.ts';

/** What the auth service is told of who asks: the address, the device's token, and what it is called. */
export async function askingSource(source: RequestSource) {
  return {
    address: source.address,
    device: await deviceCookie.get(),
    surroundings: describeSurroundings(source),
  };
}
