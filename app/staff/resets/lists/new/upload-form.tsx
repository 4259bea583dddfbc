import { FormToken } from '../../../../../components/form-token.tsx';
import { Field } from '../../../../../components/ui/field.tsx';
import { SubmitButton } from '../../../../../components/ui/submit-button.tsx';

interface Props {
  /** Why the last file was not taken. */
  problem: string | undefined;
  words: Record<'file' | 'hint' | 'submit' | 'pending', string>;
}

/** Sends a file as a browser does by itself: it is read as it comes, however long it is. */
export function UploadForm({ problem, words }: Props) {
  return (
    <form
      method="post"
      action="/staff/resets/lists/upload"
      encType="multipart/form-data"
      className="max-w-prose space-y-5"
    >
      <FormToken />
      <Field
        label={words.file}
        name="file"
        type="file"
        accept=".txt,.csv,.gz,text/plain,text/csv,application/gzip"
        required
        hint={words.hint}
        error={problem}
      />
      <SubmitButton withoutToken pendingText={words.pending}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
