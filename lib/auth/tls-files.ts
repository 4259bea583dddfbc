import { createPrivateKey, X509Certificate } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** Where one side of mutual TLS keeps what it shows and what it trusts. */
export interface TlsPaths {
  /** Own certificate in PEM, with intermediate ones after it where there are any. */
  certFile: string;
  /** Its private key, mode 0600. */
  keyFile: string;
  /** The private authorities whose certificates the other side may show. No others are trusted. */
  caFile: string;
}

export interface TlsFiles {
  cert: string;
  /** Secret. */
  key: string;
  ca: string;
  from: Date;
  until: Date;
}

/** Object identifiers of what a certificate may be used for (RFC 5280 4.2.1.12). */
export const usages = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' };

/** Files that cannot be used. The message names the file and nothing that is in it. */
export class TlsFilesError extends Error {}

/**
 * Reads the files, and checks what would otherwise fail only once somebody connects, or not at all.
 *
 * @throws {TlsFilesError} for a certificate that is out of date, for another use or another key; a key that
 *   others may read; no authority.
 */
export function readTlsFiles(
  { certFile, keyFile, caFile }: TlsPaths,
  usage: keyof typeof usages,
): TlsFiles {
  const [cert, key, ca] = [read(certFile), readPrivate(keyFile), read(caFile)];
  const [own] = certificatesIn(certFile, cert);
  for (const authority of certificatesIn(caFile, ca)) {
    if (!authority.ca) throw new TlsFilesError(`${caFile} holds a certificate of no authority`);
  }
  if (!own || !belongsTo(own, key)) {
    throw new TlsFilesError(`${keyFile} is not the private key of ${certFile}`);
  }
  if (!own.keyUsage?.includes(usages[usage])) {
    throw new TlsFilesError(`${certFile} lacks the extended key usage ${usage}`);
  }
  const [from, until] = [own.validFromDate, own.validToDate];
  const now = new Date();
  if (now < from) throw new TlsFilesError(`${certFile} is not valid yet`);
  if (now > until) throw new TlsFilesError(`${certFile} has expired`);
  return { cert, key, ca, from, until };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new TlsFilesError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function readPrivate(file: string): string {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const { mode, uid } = fstatSync(handle);
    if ((mode & 0o777) === 0o600 && uid === process.getuid?.()) return readFileSync(handle, 'utf8');
  } catch (error) {
    throw new TlsFilesError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
  throw new TlsFilesError(`${file} must have mode 0600 and belong to the user of its process`);
}

// OpenSSL takes a file without any certificate, and then trusts nobody without a word.
function certificatesIn(file: string, pem: string): X509Certificate[] {
  try {
    const found = pem.match(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs) ?? [];
    if (found.length > 0) return found.map((one) => new X509Certificate(one));
  } catch {}
  throw new TlsFilesError(`${file} holds no certificate, or a damaged one`);
}

function belongsTo(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
