import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const forms = globSync('{app,components}/**/*.tsx', { cwd: root })
  .sort()
  .flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return (text.match(/<form\b.*?<\/form>/gs) ?? []).map((form) => ({ file, form }));
  });
const asks = (form: string) => /^<form\b[^{]*?method="get"/s.test(form);
const buttons = (form: string) => form.match(/<SubmitButton\b(?:[^>]|=>)*>/g) ?? [];
const bare = (button: string) => /\swithoutToken\b/.test(button);

test('forms are written out where they can be looked at, and each is one of these', () => {
  const opened = globSync('{app,components}/**/*.tsx', { cwd: root }).flatMap(
    (file) => readFileSync(path.join(root, file), 'utf8').match(/<form\b/g) ?? [],
  );
  expect(forms.length).toBe(opened.length);
  expect(forms.length).toBeGreaterThan(30);
});

test.each(forms.filter(({ form }) => !asks(form)))(
  'a form that posts carries the token: $file',
  ({ form }) => {
    const byButton = buttons(form).some((button) => !bare(button));
    expect(byButton || /<(FormToken|FactorFields|PasskeySubmit)\b/.test(form), form).toBe(true);
  },
);

test('so does what a form leaves its button to', () => {
  const read = (name: string) => readFileSync(path.join(root, 'components', name), 'utf8');
  expect(read('passkey-submit.tsx')).toContain('<FormToken />');
  const parts = read('factor-fields.tsx').match(/<(SubmitButton|PasskeySubmit)\b/g) ?? [];
  expect(new Set(parts)).toEqual(new Set(['<SubmitButton', '<PasskeySubmit']));
});

test.each(forms.filter(({ form }) => asks(form)))(
  'a form that asks for a page has no token to put in its address: $file',
  ({ form }) => {
    expect(form).not.toContain('<FormToken />');
    expect(buttons(form).filter((button) => !bare(button))).toEqual([]);
  },
);
