'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../../../components/form-problem.tsx';
import { SubmitButton } from '../../../../../../components/ui/submit-button.tsx';
import { TextArea } from '../../../../../../components/ui/text-area.tsx';
import { recordFinding } from './actions.ts';

interface Props {
  investigationId: string;
  customerId: string;
  /** What the last button does. */
  hold: 'hold' | 'release';
  words: Record<
    'note' | 'noteHint' | 'add' | 'suspicious' | 'confirmed' | 'cleared' | 'hold',
    string
  >;
}

export function EntryForm({ investigationId, customerId, hold, words }: Props) {
  const [state, action] = useActionState(recordFinding, {});
  const buttons = [
    { kind: 'note', label: words.add },
    { kind: 'suspicious', label: words.suspicious },
    { kind: 'confirmed', label: words.confirmed },
    { kind: 'cleared', label: words.cleared },
    { kind: hold, label: words.hold },
  ];
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <input type="hidden" name="investigation" value={investigationId} />
      <input type="hidden" name="customer" value={customerId} />
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
