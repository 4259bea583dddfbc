'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../components/form-problem.tsx';
import type { FormState } from '../../components/form-state.ts';
import { SubmitButton } from '../../components/ui/submit-button.tsx';
import { TextArea } from '../../components/ui/text-area.tsx';

interface Props {
  action: (state: FormState<'note'>, form: FormData) => Promise<FormState<'note'>>;
  /** What it is about: fields that are not shown. */
  about: Record<string, string>;
  words: Record<'note' | 'noteHint', string>;
  /** What can be done with the note, the usual first. */
  acts: { kind: string; label: string }[];
}

/** A note of staff's on something they look into, with what it says of it. */
export function NoteForm({ action, about, words, acts }: Props) {
  const [state, send] = useActionState(action, {});
  return (
    <form action={send} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      {Object.entries(about).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextArea
        label={words.note}
        name="note"
        rows={4}
        hint={words.noteHint}
        defaultValue={state.values?.note}
        error={state.errors?.note}
      />
      <div className="flex flex-wrap gap-3">
        {acts.map(({ kind, label }, index) => (
          <SubmitButton
            key={kind}
            name="kind"
            value={kind}
            tone={index === 0 ? 'primary' : 'plain'}
          >
            {label}
          </SubmitButton>
        ))}
      </div>
    </form>
  );
}
