import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** What is sensitive and asks for nothing itself, or for less than the customer's factor. */
const sensitive: Record<string, string[]> = {
  'app/(panel)/activity/export/route.ts': ['GET'],
  'app/(panel)/security/actions.ts': ['endOne', 'endAllOthers'],
  'app/(panel)/security/device-actions.ts': ['forgetOne', 'forgetAll'],
  'app/(panel)/security/password/actions.ts': ['changeOwnPassword'],
  'app/staff/customers/[id]/actions.ts': ['forceReset'],
  'app/staff/customers/invite/actions.ts': ['invite'],
  'app/staff/investigations/[id]/evidence/route.ts': ['POST'],
};

/** What hands a factor of its own to the auth service, which judges it: asking before it would be asking twice. */
const askingThemselves: Record<string, string[]> = {
  'app/(panel)/security/authenticator/actions.ts': [
    'beginEnrolment',
    'confirmEnrolment',
    // Opens and changes nothing.
    'cancelEnrolment',
  ],
  'app/(panel)/security/authenticator/remove/actions.ts': ['removeOwnAuthenticator'],
  'app/(panel)/security/email/actions.ts': [
    'askForAddress',
    // Leaves the address as it is.
    'cancelChange',
  ],
  'app/(panel)/security/passkeys/add/actions.ts': ['beginAdding', 'confirmAdding'],
  'app/(panel)/security/passkeys/[id]/remove/actions.ts': ['removeOwnPasskey'],
  'app/(panel)/security/passkeys/[id]/rename/actions.ts': ['renameOwnPasskey'],
  'app/(panel)/security/recovery-codes/actions.ts': ['replaceCodes'],
  // Says how good a password being typed would be, about nobody.
  'app/(panel)/security/password/rate.ts': ['rateOwnPassword'],
};

const isAsking = /await (requireRecentProof|takeRecentProof|hasRecentProof)\(/;

test.each(Object.entries(sensitive))('%s asks for a recent proof where it runs', (file, names) => {
  const found = exportedFunctions(read(file)).filter(({ name }) => name !== 'generateMetadata');
  expect(found.map(({ name }) => name)).toEqual(names);
  for (const { name, body } of found) {
    expect(body, `${name} must ask for a recent proof`).toMatch(isAsking);
    const [first, asks] = [body.search(/await require(Customer|Staff)\(/), body.search(isAsking)];
    expect(first, `${name} must first ask who is there`).toBeLessThan(asks);
  }
});

test('no action of the security page has been forgotten', () => {
  const known = { ...sensitive, ...askingThemselves };
  const actions = globSync('app/(panel)/security/**/*.ts', { cwd: root })
    .filter((file) => /^\s*['"]use server['"]/m.test(read(file)))
    .flatMap((file) => exportedFunctions(read(file)).map(({ name }) => `${file} ${name}`));
  expect(actions.sort()).toEqual(
    Object.entries(known)
      .filter(([file]) => file.startsWith('app/(panel)/security/') && !file.endsWith('page.tsx'))
      .flatMap(([file, names]) => names.map((name) => `${file} ${name}`))
      .sort(),
  );
});

function exportedFunctions(source: string): { name: string; body: string }[] {
  const [, ...parts] = source.split(/^export (?:default )?async function (?=\w)/m);
  return parts.map((body) => ({ name: /^\w+/.exec(body)?.[0] ?? '', body }));
}
