import type { FormState } from './form-state.ts';
import { Notice } from './ui/notice.tsx';

/** What concerns a form as a whole, above its fields; nothing while there is nothing. */
export function FormProblem({ state }: { state: Pick<FormState<string>, 'problem'> }) {
  const { problem } = state;
  if (!problem) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: without JavaScript the answer is a page, of whose alert nobody is told by itself
    <div tabIndex={-1} autoFocus>
      <Notice tone="bad" title={problem.title}>
        {problem.text}
      </Notice>
    </div>
  );
}
