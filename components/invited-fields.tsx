import { Field } from './ui/field.tsx';

interface Props {
  words: { email: string; emailHint: string; name: string };
  state: {
    values?: { email?: string; name?: string };
    errors?: { email?: string; name?: string };
  };
}

/** Who is invited: not whoever fills the form in, so nothing is filled in for them. */
export function InvitedFields({ words, state }: Props) {
  return (
    <>
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={words.emailHint}
        defaultValue={state.values?.email}
        error={state.errors?.email}
      />
      <Field
        label={words.name}
        name="name"
        autoComplete="off"
        maxLength={200}
        required
        defaultValue={state.values?.name}
        error={state.errors?.name}
      />
    </>
  );
}
