import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { absoluteHours, idleMinutes, proofIdleMinutes, proofMinutes } from '../sessions/limits.ts';
import { newSessionToken } from '../sessions/session-token.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const document = read('docs/asvs.md');

// ASVS 5.0.0: by section, the level of each of its requirements, one digit a requirement.
const sections = {
  ...{ '3.1': '3', '3.2': '113', '3.3': '12223', '3.4': '11222233', '3.5': '11122333' },
  ...{ '3.6': '3', '3.7': '22333' },
  ...{ '6.1': '122', '6.2': '111111112222', '6.3': '11223333', '6.4': '112233', '6.5': '22222333' },
  ...{ '6.6': '2223', '6.7': '33', '6.8': '2222' },
  ...{ '7.1': '222', '7.2': '1111', '7.3': '22', '7.4': '11222', '7.5': '223', '7.6': '22' },
  ...{ '11.1': '2233', '11.2': '22233', '11.3': '11233', '11.4': '1222', '11.5': '23' },
  ...{ '11.6': '23', '11.7': '33' },
  ...{ '13.1': '2333', '13.2': '222223', '13.3': '2233', '13.4': '1222233' },
  ...{ '16.1': '2', '16.2': '22222', '16.3': '2222', '16.4': '222', '16.5': '2223' },
};
const requirements = Object.entries(sections).flatMap(([section, levels]) =>
  [...levels].map((level, index) => ({ section, number: `${section}.${index + 1}`, level })),
);

const verdicts = ['met', 'partly', 'not', 'does not apply'];
const row = /^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/;

let heading = '';
const rows = document.split('\n').flatMap((line) => {
  heading = /^### V([\d.]+) /.exec(line)?.[1] ?? heading;
  if (!/^\|\s*\d/.test(line)) return [];
  const [, number = line, level, , verdict = '', shown = ''] = row.exec(line) ?? [];
  return [{ section: heading, number, level, verdict, shown }];
});

describe('docs/asvs.md', () => {
  test('has each requirement of levels 1 and 2 once, in its section, and of level 3 what is met', () => {
    const named = new Set(rows.map(({ number }) => number));
    const due = requirements.filter(({ level, number }) => level !== '3' || named.has(number));
    expect(rows.map(({ section, number, level }) => ({ section, number, level }))).toEqual(due);
    const third = rows.filter(({ level }) => level === '3');
    expect(third.filter(({ verdict }) => verdict !== 'met')).toEqual([]);
  });

  test.each(rows)('$number: $verdict', ({ verdict, shown }) => {
    expect(verdicts).toContain(verdict);
    const files = filesIn(shown);
    if (verdict === 'met' && !shown.startsWith('Above')) expect(files).not.toEqual([]);
    for (const { file, titles } of files) {
      expect(existsSync(path.join(root, file)), file).toBe(true);
      for (const title of titles) expect(read(file), file).toContain(title);
    }
    const quoted = files.flatMap(({ titles }) => titles).length;
    expect(quoted, 'words in italics belong to a file').toBe(
      shown.match(/\*[^*]+\*/g)?.length ?? 0,
    );
  });

  test('counts its verdicts rightly', () => {
    const chapters = [...new Set(rows.map(({ section }) => section.split('.')[0]))];
    const counts = chapters.map((chapter) => {
      const own = rows.filter(({ section }) => section.startsWith(`${chapter}.`));
      const each = verdicts.map((one) => own.filter(({ verdict }) => verdict === one).length);
      return `| V${chapter} | ${each.join(' | ')} |`;
    });
    expect(document.match(/^\| V\d+ \|.*$/gm)).toEqual(counts);
  });
});

/** Files named in code, each with the parts of titles in italics after it. */
function filesIn(shown: string) {
  const named = shown.matchAll(/`([^`\s]+\.(?:tsx?|md))`((?:,? \*[^*]+\*)*)/g);
  return [...named].map(([, file = '', titles = '']) => ({
    file,
    titles: [...titles.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => title),
  }));
}

describe('what no other test shows', () => {
  const product = globSync('{app,components,lib}/**/*.{ts,tsx,mjs}', { cwd: root })
    .filter((file) => !/\.test\.|\/testing\//.test(file))
    .map((file) => ({ file, text: read(file) }));
  const calls = (name: string) =>
    product.flatMap(({ file, text }) =>
      [...text.matchAll(new RegExp(`\\b${name}\\(\\s*([^,)\\s]+)`, 'g'))].map(([, what]) => ({
        file,
        what,
      })),
    );

  test('chance comes from node:crypto alone, and a session’s token has 256 bits of it', () => {
    expect(product.filter(({ text }) => text.includes('Math.random'))).toEqual([]);
    expect(Buffer.from(newSessionToken(), 'base64url')).toHaveLength(32);
  });

  test('there is no cipher but AES-256-GCM', () => {
    const ciphers = [...calls('createCipheriv'), ...calls('createDecipheriv')];
    expect(ciphers.map(({ what }) => what)).toEqual(["'aes-256-gcm'", "'aes-256-gcm'"]);
  });

  test('there is no hash but SHA-256 and SHA-384, save where lists of breached passwords are asked', () => {
    const hashes = [...calls('createHash'), ...calls('createHmac')];
    const others = hashes.filter(({ what }) => what !== "'sha256'" && what !== "'sha384'");
    const ours = others.filter(({ file }) => file !== 'lib/auth/service/policy/policy.ts');
    expect(hashes.length).toBeGreaterThan(10);
    expect(ours).toEqual([]);
  });

  test('every signed-in page has the header with the way out', () => {
    const pages = product.filter(({ file }) =>
      /^app\/(\(panel\)|staff)\/(.*\/)?page\.tsx$/.test(file),
    );
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.filter(({ text }) => !/<(Panel|Passkey|Staff)Page /.test(text))).toEqual([]);
    expect(read('app/staff/staff-page.tsx')).toContain('<PanelPage ');
    const passkey = 'app/(panel)/security/passkeys/[id]/passkey-page.tsx';
    expect(read(passkey).match(/return \(\n\s+<PanelPage /g)).toHaveLength(2);
    expect(read('components/panel-page.tsx')).toContain('<PanelHeader ');
    expect(read('components/panel-header.tsx')).toContain('<form action={signOut}');
  });

  test('the limits of a session are those written down', () => {
    expect(document.replace(/\s+/g, ' ')).toContain(
      `not used for ${idleMinutes} minutes, and in any case ${absoluteHours} hours after it began`,
    );
    expect(document.replace(/\s+/g, ' ')).toContain(
      `for ${proofIdleMinutes} minutes, and in any case ${proofMinutes} minutes after it was given`,
    );
  });
});
