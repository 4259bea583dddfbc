'use client';

import Link from 'next/link';
import { type ComponentProps, useActionState } from 'react';
import { EmailField } from '../../../components/email-field.tsx';
import { FormProblem } from '../../../components/form-problem.tsx';
import { Field } from '../../../components/ui/field.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { signIn } from './actions.ts';
import { PasskeyForm } from './passkey/passkey-form.tsx';
import { ResetRequired } from './reset-required.tsx';

type Words = Record<
  | 'title'
  | 'intro'
  | 'email'
  | 'password'
  | 'submit'
  | 'forgotten'
  | 'help'
  | 'resetHelp'
  | 'pending'
  | 'resetTitle'
  | 'resetSubmit',
  string
> & { passkey: ComponentProps<typeof PasskeyForm>['words'] };

interface Props {
  next: string;
  /** What led here; gives way to the answer to a first attempt. */
  notice: { tone: 'good' | 'warn'; text: string } | null;
  words: Words;
}

export function SignInForm({ next, notice, words }: Props) {
  const [state, action] = useActionState(signIn, {});
  if (state.reset) {
    return <ResetRequired {...state.reset} email={state.values?.email ?? ''} words={words} />;
  }
  const untried = !state.problem && !state.errors;
  return (
    <>
      {notice && untried ? <Notice tone={notice.tone}>{notice.text}</Notice> : null}
      <h1 className="text-2xl font-semibold tracking-tight">{words.title}</h1>
      <p className="text-quiet">{words.intro}</p>
      <FormProblem state={state} />
      <form action={action} className="space-y-5">
        <input type="hidden" name="next" value={next} />
        <EmailField
          label={words.email}
          autoComplete="username webauthn"
          defaultValue={state.values?.email}
          error={state.errors?.email}
        />
        <Field
          label={words.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          error={state.errors?.password}
        />
        <SubmitButton pendingText={words.pending} wide>
          {words.submit}
        </SubmitButton>
      </form>
      <PasskeyForm next={next} words={words.passkey} />
      <p>
        <Link href="/forgotten-password" prefetch={false}>
          {words.forgotten}
        </Link>
      </p>
      <p>
        <Link href="/help" prefetch={false}>
          {words.help}
        </Link>
      </p>
    </>
  );
}
