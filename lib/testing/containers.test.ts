import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { appRoles } from '../database/roles.ts';
import { writeEnvironmentFiles } from '../launch/write-environment-files.ts';
import { judgeEnvironment } from '../operator/zones/inspect-processes.ts';
import { knownVariables, type ProcessName, refusalOf } from './process-environment.ts';

// Nothing here runs a container: what can be read off the files is held to what DESIGN and SECURITY.md say.
const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const names = z.union([
  z.array(z.string()),
  z.record(z.string(), z.unknown()).transform((map) => Object.keys(map)),
]);
const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).default([]),
  read_only: z.literal(true),
  user: z.string().regex(/^[1-9]\d*:[1-9]\d*$/),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  environment: z
    .record(z.string(), z.union([z.string(), z.number()]).transform(String))
    .default({}),
  env_file: z
    .array(z.union([z.string(), z.object({ path: z.string() }).transform((file) => file.path)]))
    .default([]),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  networks: names,
  ports: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  ulimits: z.object({ core: z.number() }).optional(),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }),
  restart: z.string(),
  // Known and of no weight here. Any other key, such as `privileged` or `network_mode`, fails.
  ...Object.fromEntries(
    ['init', 'pids_limit', 'logging', 'depends_on', 'stop_grace_period', 'shm_size'].map((key) => [
      key,
      z.unknown().optional(),
    ]),
  ),
});
const file = z.object({
  services: z.record(z.string(), service.strict()),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.object({}).strict()),
});
type Yaml = { load(text: string): unknown };
const yaml = createRequire(import.meta.url)('js-yaml') as Yaml;
const { services, networks, secrets } = file.parse(yaml.load(read('compose.yaml')));
const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('bulkhead:'));

const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-containers-'));
afterAll(() => rmSync(dir, { recursive: true }));
const settings = {
  PUBLIC_URL: 'https://manager.example.com',
  SMTP_URL: 'smtps://smtp.example.com',
  MAIL_FROM: 'manager@example.com',
};

/** All that a container's process would find in its environment. */
function environmentOf(name: string): Record<string, string> {
  const role = (one: string) =>
    `postgresql://${one}:secret@database/${appRoles[one as 'auth_app']}`;
  writeEnvironmentFiles(dir, role, 'x'.repeat(43));
  const owners = 'postgresql://owner:x@manager-database/manager';
  writeFileSync(
    path.join(dir, 'owners.env'),
    `DATABASE_URL=${owners}\nAUTH_DATABASE_URL=${owners}\n`,
  );
  const fromFiles = services[name]?.env_file.map((one) =>
    parseEnv(readFileSync(path.join(dir, path.basename(one)), 'utf8')),
  );
  const variables = Object.assign({}, ...(fromFiles ?? []), services[name]?.environment);
  return Object.fromEntries(
    Object.entries(variables as Record<string, string>).map(([variable, text]) => [
      variable,
      interpolate(text),
    ]),
  );
}

// Compose's own: ${NAME:-default} and ${NAME:?}.
function interpolate(text: string): string {
  return text.replace(/\$\{([A-Z_]+):([-?])([^}]*)\}/g, (_, name, kind, words) =>
    kind === '-' ? words : (settings[name as keyof typeof settings] ?? `unset-${name}`),
  );
}

describe('the image', () => {
  const text = read('Dockerfile');
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));

  test('runs the Node that the project runs on everywhere else', () => {
    const { dependencies } = JSON.parse(read('package.json'));
    const bases = lines.filter((line) => line.startsWith('FROM '));
    expect(bases.map((line) => line.split(' ')[1])).toEqual([
      `node:${dependencies.node}-bookworm-slim`,
      `node:${dependencies.node}-bookworm-slim`,
    ]);
  });

  test('runs as nobody who owns anything in it, and starts nothing by itself', () => {
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER 10001:10001');
    expect(lines.filter((line) => /--chown|chmod [0-7]*[2367]\b/.test(line))).toEqual([]);
    expect(lines.slice(-2)).toEqual(['ENTRYPOINT ["node"]', 'CMD ["--version"]']);
  });

  test('is built without a secret: no argument, nothing fetched by address, no variable that names one', () => {
    expect(lines.filter((line) => /^(ARG|ADD)\b/.test(line))).toEqual([]);
    expect(text).not.toMatch(/SECRET|PASSWORD|TOKEN|_KEY|_URL|--mount=type=secret/);
  });

  test('takes in only what is named, and no environment file, data or test', () => {
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(ignored[0]).toBe('*');
    const taken = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(taken.filter((one) => !/^[a-z][\w.-]*$/.test(one))).toEqual([]);
    expect(taken).toContain('lib');
    expect(ignored).toEqual(expect.arrayContaining(['lib/testing', '**/*.test.ts', '**/.env*']));
  });
});

describe('each container', () => {
  test('of ours runs a command that there is, and leaves no core dump', () => {
    expect(ours.map(([name]) => name)).toEqual([
      'auth',
      'manager',
      'worker',
      'migrate',
      'operator',
    ]);
    for (const [name, { command, ulimits }] of ours) {
      expect(existsSync(path.join(root, command[0] ?? '')), name).toBe(true);
      expect(ulimits, name).toEqual({ core: 0 });
    }
  });

  test('is asked whether it is well, by a file that there is, or says why it is not', () => {
    for (const [name, { healthcheck, profiles }] of Object.entries(services)) {
      const script = healthcheck.test?.find((word) => word.endsWith('.ts'));
      if (script) expect(existsSync(path.join(root, script)), name).toBe(true);
      const asked = Boolean(healthcheck.test);
      expect(asked, name).toBe(name !== 'worker' && profiles.length === 0);
    }
  });

  test('writes nowhere but into its own volumes and memory that nothing is run from', () => {
    for (const [name, { tmpfs }] of ours) {
      for (const one of tmpfs) expect(one, name).toContain('noexec');
    }
    const written = Object.entries(services).map(([name, { volumes }]) => [
      name,
      volumes.filter((one) => !one.endsWith(':ro')).map((one) => one.split(':/')[0]),
    ]);
    expect(Object.fromEntries(written)).toEqual({
      auth: ['auth-socket', 'auth-keys', 'checkpoints'],
      manager: [],
      worker: [],
      proxy: [],
      'manager-database': ['manager-data'],
      'auth-database': ['auth-data'],
      // Whose folder of secrets it is.
      migrate: [expect.stringContaining('INSTALLATION')],
      operator: ['breached'],
    });
    const mounted = (volume: string) =>
      ours.filter(([, { volumes }]) => volumes.some((one) => one.startsWith(`${volume}:`)));
    expect(mounted('auth-keys').map(([name]) => name)).toEqual(['auth']);
  });
});

describe('the zones hold in containers', () => {
  test('who shares no network cannot reach each other', () => {
    const members = Object.fromEntries(
      Object.keys(networks).map((network) => [
        network,
        Object.keys(services)
          .filter((name) => services[name]?.networks.includes(network))
          .sort(),
      ]),
    );
    expect(members).toEqual({
      edge: ['proxy'],
      front: ['manager', 'proxy'],
      'manager-database': ['manager', 'manager-database', 'migrate', 'operator', 'worker'],
      'auth-database': ['auth', 'auth-database', 'migrate', 'operator'],
      'auth-mail': ['auth'],
      'worker-mail': ['worker'],
    });
    const outside = Object.keys(networks).filter((name) => !networks[name]?.internal);
    expect(outside).toEqual(['edge', 'auth-mail', 'worker-mail']);
  });

  test('the proxy alone is reached from outside, and it alone is believed about addresses', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports.length > 0);
    expect(open.map(([name]) => name)).toEqual(['proxy']);
    const fixed = /proxy:[\s\S]*?front: \{ ipv4_address: ([\d.]+) \}/.exec(
      read('compose.yaml'),
    )?.[1];
    expect(services.manager?.environment.TRUSTED_PROXIES).toBe(fixed);
  });

  test('each is given its own secrets and nobody else’s', () => {
    const given = Object.entries(services).map(([name, { secrets }]) => [name, secrets]);
    expect(Object.fromEntries(given)).toEqual({
      auth: ['callers'],
      manager: ['caller-manager'],
      worker: ['caller-worker'],
      proxy: [],
      'manager-database': ['manager-owner'],
      'auth-database': ['auth-owner'],
      migrate: [],
      operator: ['caller-operator'],
    });
    for (const { file } of Object.values(secrets)) expect(file).toMatch(/^\$\{INSTALLATION:-/);
    const owners = Object.entries(services).filter(([, { env_file }]) =>
      /owners/.test(`${env_file}`),
    );
    expect(owners.map(([name]) => name)).toEqual(['migrate']);
  });

  test.each(['auth', 'manager', 'worker'] as const)(
    '%s finds nothing of others in its environment',
    (name) => {
      const attempts = judgeEnvironment(name, new Map(Object.entries(environmentOf(name))));
      expect(attempts.filter(({ held }) => !held)).toEqual([]);
    },
  );
});

describe.each(ours.map(([name]) => name as ProcessName))('the environment of %s', (name) => {
  test('has all it must have, well-formed, as the process itself reads it', async () => {
    const variables = environmentOf(name);
    for (const [variable, value] of Object.entries(variables)) {
      // The secret itself, which is there only where containers run.
      if (!value.startsWith('/run/secrets/')) continue;
      expect(Object.keys(secrets)).toContain(path.basename(value));
      variables[variable] = path.join(dir, path.basename(value));
      writeFileSync(variables[variable], 'x'.repeat(43), { mode: 0o600 });
    }
    expect(await refusalOf(name, variables)).toBe('');
  });

  test('has nothing that the process does not know', () => {
    const known = knownVariables(name);
    expect(Object.keys(environmentOf(name)).filter((one) => !known.includes(one))).toEqual([]);
  });
});
