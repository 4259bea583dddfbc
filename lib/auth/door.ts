import { z } from 'zod';
import { readTlsFiles, type TlsPaths } from './tls-files.ts';

/** The auth service on another machine, or several of it behind one address. */
export interface RemoteDoor extends TlsPaths {
  /** `https:`, whose host stands in the service's certificate. */
  url: URL;
}

/** Where a process asks the auth service. */
export type Door = { socketPath: string } | RemoteDoor;

const file = z.string().startsWith('/').max(1_024).optional();

/** Variables that say where the door is, for a process's schema. Checked by {@link readDoor}. */
export const doorVariables = {
  AUTH_SOCKET: z.string().min(1).optional(),
  AUTH_URL: z.url({ protocol: /^https$/ }).optional(),
  AUTH_TLS_CERT_FILE: file,
  AUTH_TLS_KEY_FILE: file,
  AUTH_TLS_CA_FILE: file,
};

type DoorVariables = { [name in keyof typeof doorVariables]?: string | undefined };

/**
 * Which door the variables mean: a socket, or a URL with a certificate, its key and who is trusted.
 *
 * @throws for neither or both, for an incomplete one, and for files that could not be used; the message
 *   names variables and files, never what is in them.
 */
export function readDoor(values: DoorVariables): Door {
  const { AUTH_SOCKET, AUTH_URL, AUTH_TLS_CERT_FILE, AUTH_TLS_KEY_FILE, AUTH_TLS_CA_FILE } = values;
  const files = [AUTH_TLS_CERT_FILE, AUTH_TLS_KEY_FILE, AUTH_TLS_CA_FILE];
  if (AUTH_SOCKET && !AUTH_URL && !files.some(Boolean)) return { socketPath: AUTH_SOCKET };
  const [certFile, keyFile, caFile] = files;
  if (AUTH_SOCKET || !AUTH_URL || !certFile || !keyFile || !caFile) {
    throw new Error(
      'set either AUTH_SOCKET, or AUTH_URL with AUTH_TLS_CERT_FILE, AUTH_TLS_KEY_FILE and AUTH_TLS_CA_FILE',
    );
  }
  const url = new URL(AUTH_URL);
  if (url.username || url.password || url.pathname !== '/' || url.search || url.hash) {
    throw new Error('AUTH_URL must be https://host:port and nothing more');
  }
  const paths = { certFile, keyFile, caFile };
  readTlsFiles(paths, 'clientAuth');
  return { url, ...paths };
}
