import { generateKeyPairSync } from 'node:crypto';
import {
  type VerifiedAuthenticationResponse,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { z } from 'zod';
import type { Passkey, PasskeyChallenge } from '../../../../prisma/auth/client/client.ts';
import type { passkeyAssertion } from '../../contract.ts';
import { type Bytes, hashToken } from '../keys/keyed-hash.ts';
import type { Service } from '../service.ts';
import { isOwnPasskey } from './passkey-mac.ts';
import { relyingParty } from './relying-party.ts';

export type Assertion = z.output<typeof passkeyAssertion>;

/** A passkey that signed what it was asked to, its user verified. */
export interface ProvenPasskey {
  passkey: Passkey;
  signCount: bigint;
  /** Whether its maker keeps a copy. */
  synced: boolean;
}

/**
 * Whether the assertion is one of ours, and signs the challenge. An id that nobody has is verified too, with a key
 * that has signed nothing: it takes the time of a wrong signature.
 *
 * @returns null for every fault alike.
 */
export async function verifyAssertion(
  service: Service,
  challenge: PasskeyChallenge | null,
  assertion: Assertion,
): Promise<ProvenPasskey | null> {
  const credentialId = Buffer.from(assertion.id, 'base64url');
  const passkey = await service.database.passkey.findUnique({ where: { credentialId } });
  const verified = await verify(service, challenge, assertion, passkey?.publicKey ?? decoy);
  if (!passkey || !verified?.verified) return null;
  if (!isOwnPasskey(service.keys, passkey)) {
    service.log.error({ event: 'passkey-altered', subject: passkey.subjectId });
    return null;
  }
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  const signCount = BigInt(newCounter);
  // It counted further once: there are two of it. Zero and zero is a passkey that does not count.
  if ((signCount > 0n || passkey.signCount > 0n) && signCount <= passkey.signCount) {
    service.log.error({ event: 'passkey-counter-fell', subject: passkey.subjectId });
    return null;
  }
  return { passkey, signCount, synced: credentialBackedUp };
}

async function verify(
  service: Service,
  challenge: PasskeyChallenge | null,
  assertion: Assertion,
  publicKey: Bytes,
): Promise<VerifiedAuthenticationResponse | null> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(service);
  const { clientDataJSON, authenticatorData, signature } = assertion.response;
  try {
    // The library lets an embedding page pass that its browser does not name.
    if (decodeClientDataJSON(clientDataJSON).crossOrigin) return null;
    return await verifyAuthenticationResponse({
      response: {
        ...assertion,
        rawId: assertion.id,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: (signed) => signs(challenge, signed),
      expectedOrigin,
      expectedRPID,
      credential: { id: assertion.id, publicKey, counter: 0 },
      requireUserVerification: true,
    });
  } catch {
    return null;
  }
}

/** Whether this is the challenge that was given out. */
export function signs(challenge: PasskeyChallenge | null, signed: string): boolean {
  if (!challenge || typeof signed !== 'string') return false;
  return Buffer.compare(hashToken(signed), challenge.challengeHash) === 0;
}

// COSE (RFC 9053): kty 2, EC2; alg -7, ES256; curve 1, P-256; x; y.
const decoy = makeDecoy();

function makeDecoy(): Bytes {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  });
  const hex = (part: string) => Buffer.from(part, 'base64url').toString('hex');
  return Uint8Array.from(Buffer.from(`a5010203262001215820${hex(x)}225820${hex(y)}`, 'hex'));
}
