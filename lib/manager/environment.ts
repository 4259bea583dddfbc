import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Door, doorVariables, readDoor } from '../auth/door.ts';

const schema = z.object({
  MANAGER_DATABASE_URL: z.url(),
  MANAGER_PORT: z.coerce.number().int().min(0).max(65_535),
  MANAGER_HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  ...doorVariables,
  AUTH_CALLER_KEY_FILE: z.string().min(1),
  NEXTAUTH_SECRET: z.string().min(32),
  TRUSTED_PROXIES: z.string().default(''),
  STAFF_VIEWS: z.enum(['tell', 'keep']).default('tell'),
});

/** What the manager is told by its surroundings, read and checked once. */
export interface ManagerEnvironment {
  /** URL of database `manager` as role `manager_app`. Secret. */
  databaseUrl: string;
  host: string;
  port: number;
  /** Where customers reach the panel; its origin is the only one that may post to it. */
  publicUrl: URL;
  /** Where the auth service is asked. */
  authDoor: Door;
  /** Proves to the auth service that this is the manager. Secret. */
  authCallerKey: string;
  /** Encrypts session cookies. Secret. */
  sessionSecret: string;
  /** CIDR blocks or addresses whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Whether customers read in their activity that staff viewed their account. */
  staffViews: 'tell' | 'keep';
}

let known: ManagerEnvironment | undefined;

/** @throws when a variable is missing or malformed; the message names it and never its value. */
export function environment(): ManagerEnvironment {
  known ??= read();
  return known;
}

function read(): ManagerEnvironment {
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`The manager's environment is incomplete or malformed: ${names}.`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.MANAGER_DATABASE_URL,
    host: values.MANAGER_HOST,
    port: values.MANAGER_PORT,
    publicUrl: new URL(values.PUBLIC_URL),
    authDoor: readDoor(values),
    authCallerKey: readFileSync(values.AUTH_CALLER_KEY_FILE, 'utf8').trim(),
    sessionSecret: values.NEXTAUTH_SECRET,
    trustedProxies: values.TRUSTED_PROXIES.split(/[\s,]+/).filter(Boolean),
    staffViews: values.STAFF_VIEWS,
  };
}
