import Link from 'next/link';
import { FieldError } from '../../../../components/ui/labelled.tsx';
import type { Kept } from './cohort-fields.tsx';

/** The list that is to be reset, in place of a choice. */
export function KeptList({ kept, error }: { kept: Kept; error: string | undefined }) {
  const { id, words } = kept;
  return (
    <div className="space-y-2">
      <p className="font-medium">{words.whom}</p>
      <input type="hidden" name="kind" value="kept" />
      <input type="hidden" name="kept" value={id} />
      <p className="break-words">{words.customers}</p>
      {error ? <FieldError id="kept-error">{error}</FieldError> : null}
      <p>
        <Link href="/staff/resets/some" prefetch={false}>
          {words.other}
        </Link>
      </p>
    </div>
  );
}
