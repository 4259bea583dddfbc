'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { TextArea } from '../../../../components/ui/text-area.tsx';
import { recordEntry } from './actions.ts';

interface Props {
  signalId: string;
  words: Record<
    'note' | 'noteHint' | 'add' | 'suspicious' | 'confirmed' | 'cleared' | 'close',
    string
  >;
}

export function EntryForm({ signalId, words }: Props) {
  const [state, action] = useActionState(recordEntry, {});
  const buttons = [
    { kind: 'note', label: words.add },
    { kind: 'suspicious', label: words.suspicious },
    { kind: 'confirmed', label: words.confirmed },
    { kind: 'cleared', label: words.cleared },
    { kind: 'closed', label: words.close },
  ];
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="finding" value={signalId} />
      <TextArea
        label={words.note}
        name="note"
        rows={4}
        hint={words.noteHint}
        defaultValue={state.values?.note}
        error={state.errors?.note}
      />
      <div className="flex flex-wrap gap-3">
        {buttons.map(({ kind, label }, index) => (
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
