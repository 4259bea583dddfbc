import { evidenceBytes } from '../journal/evidence.ts';
import { isSignature } from '../journal/signature.ts';
import {
  type Bundle,
  bundleSchema,
  digestOf,
  type Manifest,
  manifestSchema,
  printBundle,
} from './bundle.ts';

export interface BundleReport {
  /** What was changed, in words; empty where nothing was. */
  faults: string[];
  /** What the bundle says of itself, as far as it can be read. */
  manifest: Manifest | null;
  signedAt: string | null;
}

/**
 * Holds a bundle against the key that was noted, and names everything in it that was changed since.
 *
 * @param text of the file.
 * @param publicKey raw, 32 bytes; the one in the bundle is worth nothing: a forger would put their own.
 */
export function verifyBundle(text: string, publicKey: Buffer): BundleReport {
  const bundle = readBundle(text);
  if (!bundle) {
    return { faults: ['this is no evidence of Bulkhead’s'], manifest: null, signedAt: null };
  }
  const { signed } = bundle;
  const manifest = readManifest(bundle.manifest);
  const faults = [
    // A name that stands twice in JSON is read one way here and another way elsewhere.
    ...(printBundle(bundle) === text ? [] : ['the file is written otherwise than it was made']),
    ...(digestOf(bundle.manifest) === signed.digest ? [] : ['the manifest was changed']),
    ...(signed.publicKey === publicKey.toString('base64')
      ? []
      : ['it names another key than the one it is held against']),
    ...(manifest ? compareFiles(manifest, bundle.files) : ['the manifest cannot be read']),
  ];
  const isSigned = manifest !== null && isSignedBy(manifest, signed, publicKey);
  if (!isSigned) faults.push('the signature does not fit: by another key, or of other evidence');
  return { faults, manifest, signedAt: signed.at };
}

function readBundle(text: string): Bundle | null {
  try {
    return bundleSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function readManifest(text: string): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function compareFiles({ files }: Manifest, given: Bundle['files']): string[] {
  const listed = new Set(files.map(({ name }) => name));
  return [
    ...files.flatMap(({ name, bytes, sha256 }) => {
      const text = Object.hasOwn(given, name) ? given[name] : undefined;
      if (text === undefined) return [`${name} was taken out`];
      const isSame = Buffer.byteLength(text) === bytes && digestOf(text) === sha256;
      return isSame ? [] : [`${name} was changed`];
    }),
    ...Object.keys(given).flatMap((name) => (listed.has(name) ? [] : [`${name} was put in`])),
  ];
}

function isSignedBy(manifest: Manifest, signed: Bundle['signed'], publicKey: Buffer): boolean {
  const bytes = evidenceBytes({
    investigation: manifest.investigation.id,
    digest: signed.digest,
    staff: manifest.madeBy.id,
    at: new Date(signed.at),
  });
  return isSignature(bytes, publicKey, Buffer.from(signed.signature, 'base64'));
}
