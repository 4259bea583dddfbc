import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What of a signature a test may have wrong. */
export interface Signing {
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  crossOrigin?: boolean;
  type?: string;
  /** Of the counter; the next one where it is not said. */
  count?: number;
}

/** An authenticator in memory: one ES256 passkey, which says what it is told to. */
export interface SoftwarePasskey {
  id: string;
  make(challenge: string, how?: Signing & { fmt?: string }): Attestation;
  /** @param userHandle as it was given at the making; null says none. */
  answer(challenge: string, how?: Signing & { userHandle?: string | null }): Assertion;
  userHandle: string;
}

type Attestation = {
  id: string;
  type: 'public-key';
  response: { clientDataJSON: string; attestationObject: string; transports: ['internal'] };
};
type Assertion = {
  id: string;
  type: 'public-key';
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle?: string;
  };
};

const flags = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, attested: 0x40 };

/** @param from a credential id to take, for a passkey that claims another's. */
export function softwarePasskey(userHandle: string, from?: string): SoftwarePasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = from ?? randomBytes(32).toString('base64url');
  let counter = 0;

  function authenticatorData(how: Signing, attested: Buffer): Buffer {
    const { rpId = 'panel.example.net', userVerified = true, count = ++counter } = how;
    const bits =
      flags.present |
      flags.eligible |
      flags.backedUp |
      (userVerified ? flags.verified : 0) |
      (attested.length ? flags.attested : 0);
    const rest = Buffer.alloc(5);
    rest.writeUInt8(bits, 0);
    rest.writeUInt32BE(count, 1);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), rest, attested]);
  }

  return {
    id,
    userHandle,
    make(challenge, how = {}) {
      const credentialId = Buffer.from(id, 'base64url');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)]);
      const data = authenticatorData(how, attested);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText(how.fmt ?? 'none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        Buffer.from([0x59, data.length >> 8, data.length & 255]),
        data,
      ]).toString('base64url');
      const clientDataJSON = clientData('webauthn.create', challenge, how).toString('base64url');
      return {
        id,
        type: 'public-key',
        response: { clientDataJSON, attestationObject, transports: ['internal'] },
      };
    },
    answer(challenge, how = {}) {
      const data = authenticatorData(how, Buffer.alloc(0));
      const client = clientData('webauthn.get', challenge, how);
      const hash = createHash('sha256').update(client).digest();
      const signature = sign('sha256', Buffer.concat([data, hash]), privateKey);
      const said = how.userHandle === undefined ? userHandle : how.userHandle;
      return {
        id,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: signature.toString('base64url'),
          ...(said !== null && { userHandle: said }),
        },
      };
    },
  };
}

function clientData(type: string, challenge: string, how: Signing): Buffer {
  const { origin = 'https://panel.example.net', crossOrigin = false } = how;
  return Buffer.from(JSON.stringify({ type: how.type ?? type, challenge, origin, crossOrigin }));
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [atX, atY] = [Buffer.from('a5010203262001215820', 'hex'), Buffer.from('225820', 'hex')];
  return Buffer.concat([atX, Buffer.from(x, 'base64url'), atY, Buffer.from(y, 'base64url')]);
}
