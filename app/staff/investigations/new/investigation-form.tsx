'use client';

import { useActionState } from 'react';
import { FormProblem } from '../../../../components/form-problem.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { SubmitButton } from '../../../../components/ui/submit-button.tsx';
import { TextArea } from '../../../../components/ui/text-area.tsx';
import { startInvestigation } from './actions.ts';

type Words = Record<
  | 'name'
  | 'nameHint'
  | 'indicators'
  | 'indicatorsHint'
  | 'file'
  | 'fileHint'
  | 'from'
  | 'fromHint'
  | 'until'
  | 'submit'
  | 'pending',
  string
>;

interface Props {
  words: Words;
  /** What the fields hold at first. */
  values?: Partial<Record<'title' | 'indicators' | 'from' | 'until', string>>;
}

export function InvestigationForm({ words, values: given = {} }: Props) {
  const [state, action] = useActionState(startInvestigation, { values: given });
  const { values, errors } = state;
  return (
    <form action={action} className="max-w-prose space-y-5">
      <FormProblem state={state} />
      <Field
        label={words.name}
        name="title"
        autoComplete="off"
        required
        hint={words.nameHint}
        defaultValue={values?.title}
        error={errors?.title}
      />
      <TextArea
        label={words.indicators}
        name="indicators"
        rows={8}
        autoCapitalize="none"
        spellCheck={false}
        hint={words.indicatorsHint}
        defaultValue={values?.indicators}
        error={errors?.indicators}
      />
      <Field
        label={words.file}
        name="file"
        type="file"
        accept=".txt,.csv,text/plain,text/csv"
        hint={words.fileHint}
        error={errors?.file}
      />
      <Field
        label={words.from}
        name="from"
        type="datetime-local"
        hint={words.fromHint}
        defaultValue={values?.from}
        error={errors?.from}
      />
      <Field
        label={words.until}
        name="until"
        type="datetime-local"
        defaultValue={values?.until}
        error={errors?.until}
      />
      <SubmitButton pendingText={words.pending}>{words.submit}</SubmitButton>
    </form>
  );
}
