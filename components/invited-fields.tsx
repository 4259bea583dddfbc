import { EmailField } from './email-field.tsx';
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
      <EmailField
        label={words.email}
        autoComplete="off"
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
