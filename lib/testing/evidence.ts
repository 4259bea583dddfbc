import { generateKeyPairSync, sign } from 'node:crypto';
import { type Bundle, digestOf, writeManifest } from '../evidence/bundle.ts';
import { evidenceBytes } from '../journal/evidence.ts';

export const investigation = '1b671a64-40d5-491e-99b0-da01ff1f3341';
export const staff = '6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b';
export const at = new Date('2026-11-25T12:00:00.000Z');

/** A key to sign evidence with; the public one raw. */
export function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { privateKey, publicKey: raw };
}

/** Evidence as staff are given it. */
export function makeBundle(
  by: ReturnType<typeof keyPair>,
  files: Record<string, string> = {
    'accounts.csv': 'email\r\nada@example.com\r\n',
    'evidence.json': '{}',
  },
): Bundle {
  const about = {
    investigation: {
      id: investigation,
      title: 'x',
      indicators: ['192.0.2.1'],
      from: null,
      until: null,
    },
    madeBy: { id: staff, name: 'Ada', email: 'ada@example.com' },
  };
  const manifest = writeManifest(about, files);
  const digest = digestOf(manifest);
  const signature = sign(null, evidenceBytes({ investigation, digest, staff, at }), by.privateKey);
  const signed = {
    digest,
    at: at.toISOString(),
    publicKey: by.publicKey.toString('base64'),
    signature: signature.toString('base64'),
  };
  return { bulkhead: 'evidence', version: 1, manifest, files, signed };
}
