import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRoles } from '../database/roles.ts';
import { writeEnvironmentFiles } from '../launch/write-environment-files.ts';
import { judgeEnvironment } from '../operator/zones/inspect-processes.ts';
import { type Authority, openAuthority } from './certificates.ts';
import { knownVariables, refusalOf } from './process-environment.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/running/systemd');
const units = globSync('*.service', { cwd: folder }).sort();
const analyze = ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'].find(existsSync);
const dir = mkdtempSync(path.join(tmpdir(), 'bulkhead-units-'));
let authority: Authority;
beforeAll(async () => {
  authority = await openAuthority();
});
afterAll(() => {
  authority.remove();
  rmSync(dir, { recursive: true });
});

/** Each directive of a unit with all its values, in order. */
function directives(unit: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of readFileSync(path.join(folder, unit), 'utf8').split('\n')) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), value ?? '']);
  }
  return found;
}

describe.each(units)('%s', (unit) => {
  const of = directives(unit);

  test('runs a file that there is, as a user of its own that is not root', () => {
    const [command = ''] = of.get('ExecStart') ?? [];
    const script = command.split(' ').find((word) => /\.(ts|sh)$/.test(word)) ?? '';
    expect(existsSync(path.join(root, script))).toBe(true);
    expect(of.get('User')).toEqual([unit.replace('.service', '')]);
  });

  test.each([
    ['NoNewPrivileges', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['AmbientCapabilities', ''],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['PrivateDevices', 'yes'],
    ['PrivateUsers', 'yes'],
    ['ProtectProc', 'invisible'],
    ['ProtectKernelTunables', 'yes'],
    ['ProtectKernelModules', 'yes'],
    ['ProtectKernelLogs', 'yes'],
    ['ProtectControlGroups', 'yes'],
    ['RestrictAddressFamilies', 'AF_INET AF_INET6 AF_UNIX'],
    ['RestrictNamespaces', 'yes'],
    ['RestrictSUIDSGID', 'yes'],
    ['LockPersonality', 'yes'],
    ['SystemCallArchitectures', 'native'],
    ['UMask', '0077'],
    ['LimitCORE', '0'],
  ])('sets %s to "%s"', (name, value) => {
    expect(of.get(name)).toEqual([value]);
  });

  test('sees of /etc/bulkhead its own folder and no other', () => {
    const own = `/etc/bulkhead/${unit.slice('bulkhead-'.length, -'.service'.length)}`;
    expect(of.get('TemporaryFileSystem')).toEqual(['/etc/bulkhead:ro']);
    expect(of.get('BindReadOnlyPaths') ?? []).toEqual(
      unit === 'bulkhead-migrate.service' ? [] : [own],
    );
  });

  test.skipIf(!analyze)('is understood by systemd, and little exposed by its own count', () => {
    // The project is not at /opt/bulkhead here.
    const text = readFileSync(path.join(folder, unit), 'utf8');
    const copy = path.join(dir, unit);
    writeFileSync(copy, text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`));
    const said = execFileSync(analyze ?? '', ['verify', copy], { encoding: 'utf8', stdio: 'pipe' });
    expect(said).toBe('');
    // In tenths: 2.0 of 10, and it ends with an error above.
    execFileSync(analyze ?? '', ['security', '--offline=true', '--threshold=20', copy], {
      stdio: 'pipe',
    });
  });
});

test('a user belongs to one unit', () => {
  const users = units.map((unit) => directives(unit).get('User')?.[0]);
  expect(new Set(users).size).toBe(units.length);
});

describe.each(['auth', 'manager', 'worker'] as const)('the environment of %s', (name) => {
  const unit = directives(`bulkhead-${name}.service`);
  const given = () => {
    const role = (one: string) => `postgresql://${one}:x@database/${appRoles[one as 'auth_app']}`;
    writeEnvironmentFiles(dir, role, 'x'.repeat(43));
    const settings = readFileSync(path.join(folder, `${name}.settings.env`), 'utf8');
    const secrets = readFileSync(path.join(dir, `${name}.env`), 'utf8');
    return { ...parseEnv(secrets), ...parseEnv(settings) } as Record<string, string>;
  };

  test('comes from two files of its own', () => {
    const files = [`/etc/bulkhead/${name}.env`, `/etc/bulkhead/${name}.settings.env`];
    expect(unit.get('EnvironmentFile')).toEqual(files);
  });

  test('has all it must have, nothing unknown, and nothing of another’s', async () => {
    const variables = given();
    const known = knownVariables(name);
    expect(Object.keys(variables).filter((one) => !known.includes(one))).toEqual([]);
    const attempts = judgeEnvironment(name, new Map(Object.entries(variables)));
    expect(attempts.filter(({ held }) => !held)).toEqual([]);
    const files = await (name === 'auth' ? authority.server() : authority.caller(name));
    const callerKey = path.join(dir, 'caller.key');
    writeFileSync(callerKey, 'x'.repeat(43));
    const here = {
      AUTH_TLS_CERT_FILE: files.certFile,
      AUTH_TLS_KEY_FILE: files.keyFile,
      AUTH_TLS_CA_FILE: files.caFile,
      AUTH_CALLER_KEY_FILE: callerKey,
    };
    for (const [variable, value] of Object.entries(here)) {
      if (variables[variable]) {
        expect(variables[variable]).toContain(`/etc/bulkhead/${name}/`);
        variables[variable] = value;
      }
    }
    expect(await refusalOf(name, variables)).toBe('');
  });

  test('lies open to nobody: what it names is below its own folders', () => {
    const paths = Object.values(given()).filter((value) => value.startsWith('/'));
    const own = [`/etc/bulkhead/${name}/`, `/var/lib/bulkhead-${name}/`];
    expect(paths.length).toBeGreaterThan(3);
    expect(paths.filter((one) => !own.some((prefix) => one.startsWith(prefix)))).toEqual([]);
  });
});
