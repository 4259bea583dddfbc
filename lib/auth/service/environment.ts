import { z } from 'zod';
import type { TlsPaths } from '../tls-files.ts';
import type { KeySettings } from './keys/key-source.ts';

// Words without quotes, braces or spaces, and not many: enough to say where the keys are, too few to be them.
const word = z.string().regex(/^[\w@%+=:,./-]{1,200}$/);
const keyCommand = z
  .string()
  .max(600)
  .transform((text, issues) => {
    const words = text.startsWith('/') ? [text] : parseJson(text);
    const parsed = z.array(word).min(1).max(20).safeParse(words);
    if (parsed.success && parsed.data[0]?.startsWith('/')) return parsed.data;
    issues.addIssue('must be an absolute path, or a JSON array of one and plain arguments');
    return z.NEVER;
  });
const safeUrl = z
  .string()
  .max(600)
  .refine((text) => URL.canParse(text) && isSafe(new URL(text)), {
    error: 'must be https, or http to this machine, without a name or password in it',
  })
  .transform((text) => new URL(text));

const listenAddress = z
  .string()
  .max(300)
  .transform((text, issues) => {
    const [, bracketed, name, digits] =
      /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
    const [host, port] = [bracketed ?? name, Number(digits)];
    if (host && port >= 1 && port <= 65_535) return { host, port };
    issues.addIssue('must be host:port, such as 127.0.0.1:9464');
    return z.NEVER;
  });

const file = z.string().startsWith('/').max(1_024).optional();

const schema = z.object({
  // sun_path holds 104 bytes on macOS, 108 on Linux, one of them the closing NUL.
  AUTH_SOCKET: z
    .string()
    .refine((path) => path.startsWith('/') && Buffer.byteLength(path) <= 103, {
      error: 'must be an absolute path of at most 103 bytes',
    })
    .optional(),
  AUTH_LISTEN: listenAddress.optional(),
  AUTH_TLS_CERT_FILE: file,
  AUTH_TLS_KEY_FILE: file,
  AUTH_TLS_CA_FILE: file,
  AUTH_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  AUTH_KEYS_FILE: file,
  AUTH_KEYS_COMMAND: keyCommand.optional(),
  AUTH_KEYS_URL: safeUrl.optional(),
  AUTH_KEYS_TOKEN_FILE: file,
  AUTH_CALLERS_FILE: z.string().min(1),
  AUTH_CHECKPOINTS_FILE: z.string().min(1).optional(),
  AUTH_WATCH: listenAddress.optional(),
  AUTH_BREACHED_FILE: file,
  AUTH_BREACHED_API_URL: safeUrl.optional(),
  WEAK_PASSWORDS: z.enum(['tell', 'change']).default('tell'),
  MAILED_CODE: z.enum(['unknown-device', 'never']).default('unknown-device'),
  APPROVAL_ABOVE: z.coerce.number().int().min(0).max(1_000_000_000).default(100),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.string().min(3),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  BCRYPT_COST: z.coerce.number().int().min(10).max(15).default(12),
  PRODUCT_NAME: z.string().min(1).max(64).default('Bulkhead'),
});

function isSafe({ protocol, hostname, username, password }: URL): boolean {
  const here = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && here)) && !username && !password;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A start that cannot go on: one line for the operator, without any secret in it. */
export class ConfigurationError extends Error {}

/**
 * Reads the auth service's configuration.
 *
 * @throws {ConfigurationError} naming the variables that are wrong, never their values.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env) {
  const parsed = schema.safeParse(variables);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigurationError(faults.join('; '));
  }
  const values = parsed.data;
  return {
    listen: readListening(values),
    databaseUrl: values.AUTH_DATABASE_URL,
    keys: readKeySettings(values),
    callersFile: values.AUTH_CALLERS_FILE,
    checkpointsFile: values.AUTH_CHECKPOINTS_FILE,
    watch: values.AUTH_WATCH,
    breachedFile: values.AUTH_BREACHED_FILE,
    breachedApiUrl: values.AUTH_BREACHED_API_URL,
    weakPasswords: values.WEAK_PASSWORDS,
    mailedCode: values.MAILED_CODE,
    approvalAbove: values.APPROVAL_ABOVE,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    publicOrigin: new URL(values.PUBLIC_URL).origin,
    bcryptCost: values.BCRYPT_COST,
    productName: values.PRODUCT_NAME,
  };
}

/** Where questions come in: from this machine, or from others, who show a certificate. */
export type Listening = { socketPath: string } | { host: string; port: number; files: TlsPaths };

function readListening(values: z.output<typeof schema>): Listening {
  const { AUTH_SOCKET, AUTH_LISTEN } = values;
  const files = [values.AUTH_TLS_CERT_FILE, values.AUTH_TLS_KEY_FILE, values.AUTH_TLS_CA_FILE];
  if (AUTH_SOCKET && !AUTH_LISTEN && !files.some(Boolean)) return { socketPath: AUTH_SOCKET };
  const [certFile, keyFile, caFile] = files;
  if (AUTH_SOCKET || !AUTH_LISTEN || !certFile || !keyFile || !caFile) {
    const tls = 'AUTH_LISTEN with AUTH_TLS_CERT_FILE, AUTH_TLS_KEY_FILE and AUTH_TLS_CA_FILE';
    throw new ConfigurationError(`set either AUTH_SOCKET, or ${tls}`);
  }
  return { ...AUTH_LISTEN, files: { certFile, keyFile, caFile } };
}

function readKeySettings(values: z.output<typeof schema>): KeySettings {
  const file = values.AUTH_KEYS_FILE;
  const command = values.AUTH_KEYS_COMMAND;
  const url = values.AUTH_KEYS_URL;
  const tokenFile = values.AUTH_KEYS_TOKEN_FILE;
  if ([file, command, url].filter((one) => one !== undefined).length !== 1) {
    const names = 'AUTH_KEYS_FILE, AUTH_KEYS_COMMAND and AUTH_KEYS_URL';
    throw new ConfigurationError(`exactly one of ${names} must be set`);
  }
  if (tokenFile !== undefined && !url) {
    throw new ConfigurationError('AUTH_KEYS_TOKEN_FILE goes with AUTH_KEYS_URL only');
  }
  if (file !== undefined) return { file };
  if (command !== undefined) return { command };
  return { url: url as URL, tokenFile };
}
