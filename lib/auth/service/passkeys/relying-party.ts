import type { Service } from '../service.ts';

/**
 * Whose passkeys these are, by the service's own configuration: what an application says of itself would let it
 * have passkeys signed for another place.
 */
export function relyingParty({ publicOrigin, productName }: Service) {
  return { id: new URL(publicOrigin).hostname, name: productName, origin: publicOrigin };
}
