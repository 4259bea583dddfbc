import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import type { z } from 'zod';
import type { PasskeyChallenge } from '../../../../prisma/auth/client/client.ts';
import type { passkeyAttestation } from '../../contract.ts';
import type { Bytes } from '../keys/keyed-hash.ts';
import type { Service } from '../service.ts';
import { relyingParty } from './relying-party.ts';
import { signs } from './verify-assertion.ts';

type Attestation = z.output<typeof passkeyAttestation>;

/** ES256, EdDSA and RS256 (RFC 9053, RFC 8812): between them, every authenticator there is. */
export const algorithms = [-7, -8, -257];

/** A passkey that was just made, its user verified. */
export interface MadePasskey {
  credentialId: Bytes;
  publicKey: Bytes;
  signCount: bigint;
  synced: boolean;
  transports: string[];
}

/** @returns null when it does not answer the challenge, for every fault alike. */
export async function readAttestation(
  service: Service,
  challenge: PasskeyChallenge,
  attestation: Attestation,
): Promise<MadePasskey | null> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(service);
  const { clientDataJSON, attestationObject, transports = [] } = attestation.response;
  try {
    if (decodeClientDataJSON(clientDataJSON).crossOrigin) return null;
    if (!isPlain(attestationObject)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        ...attestation,
        rawId: attestation.id,
        response: { clientDataJSON, attestationObject, transports },
        clientExtensionResults: {},
      },
      expectedChallenge: (signed) => signs(challenge, signed),
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    // The id that the authenticator signed, which the browser's own word for it need not be.
    if (!verified || registrationInfo.credential.id !== attestation.id) return null;
    const { credential, credentialBackedUp: synced } = registrationInfo;
    return {
      credentialId: Uint8Array.from(Buffer.from(credential.id, 'base64url')),
      publicKey: Uint8Array.from(credential.publicKey),
      signCount: BigInt(credential.counter),
      synced,
      transports: [...new Set(transports)],
    };
  } catch {
    return null;
  }
}

// We ask for none. The others carry certificates, whose lists of revoked ones the library would fetch from wherever
// they say: nobody sends this service anywhere.
function isPlain(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(
    Uint8Array.from(Buffer.from(attestationObject, 'base64url')),
  );
  const fmt = decoded.get('fmt');
  return fmt === 'none' || (fmt === 'packed' && !decoded.get('attStmt').get('x5c'));
}
