import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { may, type StaffPermission, staffRoles } from './permissions.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const staffFiles = globSync('app/staff/**/*.{ts,tsx}', { cwd: root }).sort();

/** What a file demands with `requireStaff`, each time it does. */
function demanded(file: string): StaffPermission[] {
  const found = [...read(file).matchAll(/requireStaff\(([^)]*)\)/g)];
  return found.map(([, argument = '']) => argument.replaceAll("'", '') as StaffPermission);
}

// Read by a POST, so that it stands in the trail before it is given: it changes nothing else.
const exporting = 'app/staff/resets/[id]/report/csv/route.ts';
// A POST, PUT, PATCH or DELETE of a route acts, too.
const acting = staffFiles.filter(
  (file) =>
    file !== exporting &&
    /^\s*['"]use server['"]|export (async function|const) (POST|PUT|PATCH|DELETE)\b/m.test(
      read(file),
    ),
);
const looking = staffFiles.filter((file) => /\/page\.tsx$/.test(file));

describe('an auditor', () => {
  test('may see everything there is to see', () => {
    expect([may('auditor', 'read'), may('auditor', 'read-audit')]).toEqual([true, true]);
  });

  test('may take a report along, which support may not', () => {
    expect(demanded(exporting)).toEqual(['read-audit']);
    expect(may('support', 'read-audit')).toBe(false);
  });

  test.each(acting)('acts on nothing: %s', (file) => {
    const permissions = demanded(file);
    expect(permissions).not.toEqual([]);
    expect(permissions.filter((one) => may('auditor', one))).toEqual([]);
  });

  test('and there are acts to refuse', () => {
    expect(acting.length).toBeGreaterThan(3);
  });
});

describe('what a page or an action demands is a permission that somebody has', () => {
  test.each([...new Set([...acting, ...looking])])('%s', (file) => {
    for (const permission of demanded(file)) expect(may('security', permission)).toBe(true);
  });
});

test('support helps a customer at a time, and neither handles incidents nor reads the trail', () => {
  const asked = ['read', 'help-customer', 'handle-incidents', 'read-audit'] as const;
  expect(asked.filter((one) => may('support', one))).toEqual(['read', 'help-customer']);
});

test.each([null, '', 'Security', 'owner', 'toString', '__proto__'])(
  '%j is no role and may nothing',
  (role) => {
    expect(may(role, 'read')).toBe(false);
  },
);

test('each role may at least read', () => {
  expect(staffRoles.filter((role) => may(role, 'read'))).toEqual([...staffRoles]);
});
