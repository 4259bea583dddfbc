import './reflect-metadata.ts';
import { chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralNames,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { TlsPaths } from '../auth/tls-files.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const hour = 3_600_000;
const makeKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** What a certificate says, where it is not an ordinary one. */
export interface Said {
  names?: JsonGeneralNames | undefined;
  usage?: ('clientAuth' | 'serverAuth')[] | undefined;
  commonName?: string;
  notBefore?: Date;
  notAfter?: Date;
}

/**
 * A private authority and what it signs, as PEM in files of one folder. All have one name.
 *
 * @param identified whether what it signs names its key too, as it should: else only its name.
 */
export async function openAuthority(identified = true) {
  const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-ca-'));
  const own = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=private authority',
    keys: own,
    signingAlgorithm: algorithm,
    ...ordinary(),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      await SubjectKeyIdentifierExtension.create(own.publicKey),
    ],
  });
  const caFile = path.join(dir, 'ca.crt');
  writeFileSync(caFile, certificate.toString('pem'));

  /** Makes a certificate and its key, in the place of those of the same file name. */
  async function sign(file: string, said: Said, signed: 'by-authority' | 'by-itself') {
    const keys = await makeKeys();
    const made = await X509CertificateGenerator.create({
      subject: `CN=${said.commonName ?? file}`,
      issuer: signed === 'by-itself' ? `CN=${said.commonName ?? file}` : certificate.subject,
      publicKey: keys.publicKey,
      signingKey: signed === 'by-itself' ? keys.privateKey : own.privateKey,
      signingAlgorithm: algorithm,
      ...ordinary(said),
      extensions: [
        ...extensionsOf(said),
        ...(identified ? [await AuthorityKeyIdentifierExtension.create(own.publicKey)] : []),
      ],
    });
    return write(file, made, keys.privateKey);
  }

  async function write(file: string, made: X509Certificate, key: CryptoKey): Promise<TlsPaths> {
    const certFile = path.join(dir, `${file}.crt`);
    const keyFile = path.join(dir, `${file}.key`);
    const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
    put(keyFile, `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`);
    put(certFile, made.toString('pem'));
    return { certFile, keyFile, caFile };
  }

  return {
    dir,
    caFile,
    pem: certificate.toString('pem'),
    /** Of a caller such as `manager`. */
    caller: (name: string, said: Said = {}) =>
      sign(
        name,
        {
          names: [{ type: 'dns', value: `${name}.bulkhead.internal` }],
          usage: ['clientAuth'],
          ...said,
        },
        'by-authority',
      ),
    /** Of the auth service, for connections to this machine. */
    server: (file = 'auth', said: Said = {}) =>
      sign(
        file,
        { names: [{ type: 'dns', value: 'localhost' }], usage: ['serverAuth'], ...said },
        'by-authority',
      ),
    selfSigned: (file: string, said: Said) => sign(file, said, 'by-itself'),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export type Authority = Awaited<ReturnType<typeof openAuthority>>;

/** Writes a file as whoever renews certificates should: another takes its place in one step. */
export function put(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

function ordinary({ notBefore, notAfter }: Said = {}) {
  return {
    notBefore: notBefore ?? new Date(Date.now() - hour),
    notAfter: notAfter ?? new Date(Date.now() + 365 * 24 * hour),
  };
}

function extensionsOf({ names, usage }: Said) {
  return [
    ...(names ? [new SubjectAlternativeNameExtension(names)] : []),
    ...(usage ? [new ExtendedKeyUsageExtension(usage.map((one) => ExtendedKeyUsage[one]))] : []),
  ];
}
