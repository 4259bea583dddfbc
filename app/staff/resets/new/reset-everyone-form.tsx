'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import type { CohortPreview } from '../../../../lib/resets/preview-cohort.ts';
import { EndsFields, type EndsWords } from '../../ends-fields.tsx';
import { MessageFields, type MessageWords } from '../message-fields.tsx';
import { resetEveryone } from './actions.ts';

interface Props {
  words: Record<'look' | 'confirm' | 'code' | 'codeHint' | 'submit' | 'pending', string>;
  message: MessageWords;
  /** Who would lose what; null where that is not known. */
  losses: CohortPreview['ends'] | null;
  ends: EndsWords;
}

export function ResetEveryoneForm({ words, message, losses, ends }: Props) {
  const [state, action] = useActionState(resetEveryone, {});
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <MessageFields {...message} values={state.values} errors={state.errors} />
      <noscript>
        <SubmitButton tone="plain" name="step" value="look" loose pendingText={words.pending}>
          {words.look}
        </SubmitButton>
      </noscript>
      <EndsFields values={state.values} ends={losses} words={ends} />
      <Checkbox name="hold" label={message.hold} defaultChecked={state.values?.hold === 'yes'} />
      <Field
        label={words.confirm}
        name="phrase"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={state.values?.phrase}
        error={state.errors?.phrase}
      />
      <CodeField
        method="totp"
        label={words.code}
        hint={words.codeHint}
        error={state.errors?.code}
      />
      <SubmitButton tone="danger" pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
