'use client';

import { useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { EndsFields, type EndsWords } from '../../ends-fields.tsx';
import { MessageFields, type MessageWords } from '../message-fields.tsx';
import { resetSome } from './actions.ts';
import { CohortFields, type CohortWords, type Kept } from './cohort-fields.tsx';
import { Preview, type PreviewWords } from './preview.tsx';

type Words = Record<
  'code' | 'codeHint' | 'look' | 'lookAgain' | 'submit' | 'pending' | 'nobody',
  string
>;

interface Props {
  words: Words;
  cohort: CohortWords;
  kept: Kept | null;
  ends: EndsWords;
  found: PreviewWords;
  message: MessageWords;
}

export function ResetSomeForm({ words, cohort, kept, ends, found, message }: Props) {
  const [state, action] = useActionState(resetSome, {});
  const { preview } = state;
  return (
    <form action={action} className="max-w-prose space-y-6">
      <FormProblem state={state} />
      <CohortFields state={state} words={cohort} kept={kept} />
      <MessageFields {...message} values={state.values} errors={state.errors} />
      <SubmitButton tone="plain" name="step" value="preview" loose pendingText={words.pending}>
        {preview ? words.lookAgain : words.look}
      </SubmitButton>
      {preview ? <Preview preview={preview} words={found} /> : null}
      {preview?.concerned === 0 ? <Notice tone="info">{words.nobody}</Notice> : null}
      {preview && preview.concerned > 0 ? (
        <>
          <input type="hidden" name="fingerprint" value={preview.fingerprint} />
          <EndsFields values={state.values} ends={preview.ends} words={ends} />
          <Checkbox
            name="hold"
            label={message.hold}
            defaultChecked={state.values?.hold === 'yes'}
          />
          <CodeField
            method="totp"
            label={words.code}
            hint={words.codeHint}
            error={state.errors?.code}
          />
          <SubmitButton tone="danger" name="step" value="start" pendingText={words.pending}>
            {words.submit}
          </SubmitButton>
        </>
      ) : null}
    </form>
  );
}
