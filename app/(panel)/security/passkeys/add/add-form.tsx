'use client';

import { type ReactNode, useActionState, useEffect, useRef, useState } from 'react';
import { FactorFields, type FactorWords } from '../../../../../components/factor-fields.tsx';
import { FormProblem } from '../../../../../components/form-problem.tsx';
import { FormToken } from '../../../../../components/form-token.tsx';
import {
  RecoveryCodes,
  type RecoveryCodeWords,
} from '../../../../../components/recovery-codes.tsx';
import { Field } from '../../../../../components/ui/field.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import type { SecondFactorMethod } from '../../../../../lib/auth/contract.ts';
import { beginAdding, confirmAdding } from './actions.ts';

interface Props {
  email: string;
  /** Null where there is no second factor yet. */
  method: SecondFactorMethod | null;
  nameMaxLength: number;
  words: FactorWords & {
    name: string;
    nameHint: string;
    making: string;
    failed: string;
    codes: RecoveryCodeWords;
  };
  /** Other ways to prove it; the recovery codes take their place. */
  children: ReactNode;
}

export function AddForm({ email, method, nameMaxLength, words, children }: Props) {
  const [begun, begin] = useActionState(beginAdding, {});
  const [confirmed, confirm] = useActionState(confirmAdding, {});
  const [failed, setFailed] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const { creation } = begun;
  useEffect(() => {
    if (!creation) return;
    setFailed(false);
    const make = async () => {
      const { startRegistration } = await import('@simplewebauthn/browser');
      const made = await startRegistration({ optionsJSON: creation as never });
      if (!field.current) return;
      field.current.value = JSON.stringify(made);
      form.current?.requestSubmit();
    };
    make().catch(() => setFailed(true));
  }, [creation]);
  if (confirmed.recoveryCodes) {
    return <RecoveryCodes codes={confirmed.recoveryCodes} words={words.codes} />;
  }
  return (
    <div className="space-y-5">
      <FormProblem state={confirmed} />
      {failed ? <Notice tone="bad">{words.failed}</Notice> : null}
      {creation && !failed && !confirmed.problem ? (
        <Notice tone="info">{words.making}</Notice>
      ) : null}
      <form ref={form} action={confirm} hidden>
        <FormToken />
        <input type="hidden" name="made" ref={field} />
      </form>
      <form action={begin} className="space-y-5">
        <Field
          label={words.name}
          hint={words.nameHint}
          name="name"
          maxLength={nameMaxLength}
          autoComplete="off"
          required
          defaultValue={begun.values?.name}
          error={begun.errors?.name}
        />
        <FactorFields email={email} method={method} words={words} state={begun} />
      </form>
      {children}
    </div>
  );
}
