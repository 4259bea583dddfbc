// @vitest-environment jsdom
import { act, createElement as h, useActionState } from 'react';
import { createRoot } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FormProblem } from '../components/form-problem.tsx';
import type { FormState } from '../components/form-state.ts';
import { Field } from '../components/ui/field.tsx';
import { Select } from '../components/ui/select.tsx';
import { SubmitButton } from '../components/ui/submit-button.tsx';
import { TextArea } from '../components/ui/text-area.tsx';

type State = FormState<'email' | 'note' | 'role'>;

const options = [{ value: 'a', label: 'A' }];
const fields = ({ errors }: State) => [
  h(Field, { key: 1, label: 'Email', name: 'email', error: errors?.email }),
  h(TextArea, { key: 2, label: 'Note', name: 'note', error: errors?.note }),
  h(Select, { key: 3, label: 'Role', name: 'role', options, error: errors?.role }),
];

function Form({ action }: { action: () => Promise<State> }) {
  const [state, send] = useActionState(action, {});
  return h('form', { action: send }, fields(state), h(SubmitButton, null, 'Send'));
}

/** Which elements a page begins at, were this all of it. */
function begunAt(state: State): string[] {
  const page = document.createElement('div');
  page.innerHTML = renderToStaticMarkup(h('form', {}, h(FormProblem, { state }), fields(state)));
  return [...page.querySelectorAll('[autofocus]')].map(
    (one) => one.getAttribute('name') ?? `${one.tagName} ${one.getAttribute('tabindex')}`,
  );
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

test('a page that answers a form begins at what was refused, whatever kind of field it is', () => {
  for (const name of ['email', 'note', 'role']) {
    expect(begunAt({ errors: { [name]: 'No.' } })).toEqual([name]);
  }
  expect(begunAt({ problem: { title: 'No.', text: 'Not now.' } })).toEqual(['DIV -1']);
});

test('a page that was only asked for begins at its beginning', () => {
  expect(begunAt({})).toEqual([]);
  expect(begunAt({ errors: {} })).toEqual([]);
});

test('in a page that stays, each answer takes the keyboard to the first field that it refused', async () => {
  const answers: State[] = [
    { errors: { note: 'No.', role: 'No.' } },
    { errors: { role: 'No.' } },
    { errors: { email: 'No.' } },
  ];
  const action = async () => answers.shift() ?? {};
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(() => root.render(h(Form, { action })));
  const button = document.querySelector('button');
  for (const name of ['note', 'role', 'email']) {
    button?.focus();
    await act(async () => button?.click());
    expect(document.activeElement?.getAttribute('name')).toBe(name);
  }
  // What was taken leaves the keyboard where it is.
  button?.focus();
  await act(async () => button?.click());
  expect(document.activeElement).toBe(button);
  await act(() => root.unmount());
});
