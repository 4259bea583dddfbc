'use client';

import { useActionState, useState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { TextArea } from '../../../../components/ui/text-area.tsx';
import type { CohortPreview } from '../../../../lib/resets/preview-cohort.ts';
import { EndsFields, type EndsWords } from '../../ends-fields.tsx';
import { resetEveryone } from './actions.ts';
import { MailPreview, type MailWords } from './mail-preview.tsx';

type Words = Record<
  | 'reason'
  | 'reasonHint'
  | 'preview'
  | 'previewIntro'
  | 'previewEmpty'
  | 'previewLink'
  | 'confirm'
  | 'code'
  | 'codeHint'
  | 'submit'
  | 'pending',
  string
>;

interface Props {
  words: Words;
  mail: MailWords;
  /** Who would lose what; null where that is not known. */
  losses: CohortPreview['ends'] | null;
  ends: EndsWords;
}

export function ResetEveryoneForm({ words, mail, losses, ends }: Props) {
  const [state, action] = useActionState(resetEveryone, {});
  const [reason, setReason] = useState(state.values?.reason ?? '');
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <TextArea
        label={words.reason}
        name="reason"
        rows={6}
        required
        hint={words.reasonHint}
        defaultValue={state.values?.reason}
        onChange={(event) => setReason(event.target.value)}
        error={state.errors?.reason}
      />
      <MailPreview reason={reason} mail={mail} words={words} />
      <EndsFields values={state.values} ends={losses} words={ends} />
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
