import { z } from 'zod';

const schema = z.object({
  // sun_path holds 104 bytes on macOS, 108 on Linux, one of them the closing NUL.
  AUTH_SOCKET: z.string().refine((path) => path.startsWith('/') && Buffer.byteLength(path) <= 103, {
    error: 'must be an absolute path of at most 103 bytes',
  }),
  AUTH_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  AUTH_KEYS_FILE: z.string().min(1),
  AUTH_CALLERS_FILE: z.string().min(1),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.string().min(3),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  BCRYPT_COST: z.coerce.number().int().min(10).max(15).default(12),
  PRODUCT_NAME: z.string().min(1).max(64).default('Bulkhead'),
});

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
    socket: values.AUTH_SOCKET,
    databaseUrl: values.AUTH_DATABASE_URL,
    keysFile: values.AUTH_KEYS_FILE,
    callersFile: values.AUTH_CALLERS_FILE,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    publicOrigin: new URL(values.PUBLIC_URL).origin,
    bcryptCost: values.BCRYPT_COST,
    productName: values.PRODUCT_NAME,
  };
}
