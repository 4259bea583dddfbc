import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What a bundle says of itself. Its text, as it stands, is what is signed. */
export const manifestSchema = z.strictObject({
  investigation: z.strictObject({
    id: z.uuid(),
    title: z.string(),
    indicators: z.array(z.string()),
    from: z.iso.datetime().nullable(),
    until: z.iso.datetime().nullable(),
  }),
  madeBy: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() }),
  files: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z]+\.(csv|json)$/),
      bytes: z.number().int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Evidence of an investigation, in one file: the files themselves, what they are, and who signed that. */
export const bundleSchema = z.strictObject({
  bulkhead: z.literal('evidence'),
  version: z.literal(1),
  manifest: z.string(),
  files: z.record(z.string(), z.string()),
  signed: z.strictObject({
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    at: z.iso.datetime(),
    publicKey: z.base64(),
    signature: z.base64(),
  }),
});
export type Bundle = z.infer<typeof bundleSchema>;

/** SHA-256 in hex digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The text of a manifest, with a digest of each file. */
export function writeManifest(
  about: Omit<Manifest, 'files'>,
  files: Record<string, string>,
): string {
  const listed = Object.entries(files).map(([name, text]) => ({
    name,
    bytes: Buffer.byteLength(text),
    sha256: digestOf(text),
  }));
  return JSON.stringify({ ...about, files: listed } satisfies Manifest, null, 2);
}

/** A bundle as it is downloaded: there is one way to write it. */
export function printBundle(bundle: Bundle): string {
  return `${JSON.stringify(bundle, null, 2)}\n`;
}
