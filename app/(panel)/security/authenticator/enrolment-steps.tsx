'use client';

import { type ReactNode, useActionState } from 'react';
import { CodeField } from '../../../../components/code-field.tsx';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { RecoveryCodes, type RecoveryCodeWords } from '../../../../components/recovery-codes.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { cancelEnrolment, confirmEnrolment } from './actions.ts';

interface Props {
  /** A key is shown and its first code is awaited. */
  awaitingCode: boolean;
  words: Record<'title' | 'code' | 'submit' | 'cancel' | 'pending', string> & {
    codes: RecoveryCodeWords;
  };
  /** What the page shows at this step; the recovery codes take its place. */
  children: ReactNode;
}

// Rendered at every step, in one place: the answer that carries the recovery codes arrives when the
// step it answers is over, and must still find this component.
export function EnrolmentSteps({ awaitingCode, words, children }: Props) {
  const [state, action] = useActionState(confirmEnrolment, {});
  if (state.recoveryCodes) {
    return <RecoveryCodes codes={state.recoveryCodes} words={words.codes} />;
  }
  if (!awaitingCode) {
    return (
      <div className="space-y-6">
        {state.over ? <Notice tone="warn">{state.over}</Notice> : null}
        {children}
      </div>
    );
  }
  return (
    <div className="space-y-6">
      {children}
      <form action={action} className="max-w-md space-y-5">
        <h2 className="text-lg font-semibold">{words.title}</h2>
        <FormProblem state={state} />
        <CodeField method="totp" label={words.code} error={state.errors?.code} />
        <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
      </form>
      <form action={cancelEnrolment}>
        <SubmitButton tone="plain">{words.cancel}</SubmitButton>
      </form>
    </div>
  );
}
