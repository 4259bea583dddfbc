import Link from 'next/link';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { Field } from '../../../../components/ui/field.tsx';
import { FieldError } from '../../../../components/ui/labelled.tsx';
import { TextArea } from '../../../../components/ui/text-area.tsx';
import type { SomeState } from './actions.ts';
import { FactFields, type FactWords } from './fact-fields.tsx';
import { KeptList } from './kept-list.tsx';

export type CohortWords = Record<
  | 'whom'
  | 'byRule'
  | 'byList'
  | 'all'
  | 'legacy'
  | 'noSecondFactor'
  | 'weak'
  | 'setBefore'
  | 'setBeforeHint'
  | 'list'
  | 'listHint'
  | 'except'
  | 'exceptHint'
  | 'upload',
  string
> & { facts: FactWords };

/** A list that was uploaded and is to be reset. */
export interface Kept {
  id: string;
  words: Record<'whom' | 'customers' | 'other', string>;
}

/** The browser stops here, so that a form stays within what the panel takes. */
const [listMax, exceptMax] = [180_000, 40_000];

interface Props {
  state: SomeState;
  words: CohortWords;
  kept: Kept | null;
}

/** Whom a reset concerns: a rule or a list, without the exceptions. */
export function CohortFields({ state, words, kept }: Props) {
  const { values, errors } = state;
  return (
    <>
      {kept ? <KeptList kept={kept} error={errors?.kept} /> : <Choices {...{ state, words }} />}
      <TextArea
        label={words.except}
        name="except"
        rows={3}
        maxLength={exceptMax}
        spellCheck={false}
        autoCapitalize="none"
        hint={words.exceptHint}
        defaultValue={values?.except}
        error={errors?.except}
      />
    </>
  );
}

function Choices({ state, words }: Omit<Props, 'kept'>) {
  const { values, errors } = state;
  return (
    <fieldset aria-describedby={errors?.kind ? 'kind-error' : undefined} className="space-y-3">
      <legend className="font-medium">{words.whom}</legend>
      {errors?.kind ? (
        <div role="alert">
          <FieldError id="kind-error">{errors.kind}</FieldError>
        </div>
      ) : null}
      <Choice value="rule" label={words.byRule} chosen={values?.kind !== 'list'} />
      <div className="space-y-3 pl-6">
        <p className="text-sm text-quiet">{words.all}</p>
        {(['noSecondFactor', 'weak', 'legacy'] as const).map((name) => (
          <Checkbox
            key={name}
            name={name}
            label={words[name]}
            defaultChecked={values?.[name] === 'yes'}
          />
        ))}
        <Field
          label={words.setBefore}
          name="setBefore"
          type="date"
          hint={words.setBeforeHint}
          defaultValue={values?.setBefore}
          error={errors?.setBefore}
        />
        <FactFields state={state} words={words.facts} />
      </div>
      <Choice value="list" label={words.byList} chosen={values?.kind === 'list'} />
      <div className="pl-6">
        <TextArea
          label={words.list}
          name="list"
          rows={5}
          maxLength={listMax}
          spellCheck={false}
          autoCapitalize="none"
          hint={words.listHint}
          defaultValue={values?.list}
          error={errors?.list}
        />
        <p className="mt-2">
          <Link href="/staff/resets/lists/new" prefetch={false}>
            {words.upload}
          </Link>
        </p>
      </div>
    </fieldset>
  );
}

function Choice({ value, label, chosen }: { value: string; label: string; chosen: boolean }) {
  return (
    <label className="flex items-start gap-2.5">
      <input
        type="radio"
        name="kind"
        value={value}
        defaultChecked={chosen}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span>{label}</span>
    </label>
  );
}
