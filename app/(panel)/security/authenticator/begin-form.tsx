'use client';

import { useActionState } from 'react';
import { FactorFields, type FactorWords } from '../../../../components/factor-fields.tsx';
import type { SecondFactorMethod } from '../../../../lib/auth/contract.ts';
import { beginEnrolment } from './actions.ts';

interface Props {
  email: string;
  /** Null where there is no second factor yet. */
  method: SecondFactorMethod | null;
  words: FactorWords & { title: string };
}

export function BeginForm({ email, method, words }: Props) {
  const [state, action] = useActionState(beginEnrolment, {});
  return (
    <form action={action} className="max-w-md space-y-5">
      <h2 className="text-lg font-semibold">{words.title}</h2>
      <FactorFields email={email} method={method} words={words} state={state} />
    </form>
  );
}
