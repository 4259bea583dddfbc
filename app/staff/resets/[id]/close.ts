'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { database } from '../../../../lib/manager/database.ts';
import { closeReset } from '../../../../lib/resets/close-reset.ts';
import { getReset } from '../../../../lib/resets/get-reset.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';

type State = FormState<never>;

/** Closes a reset that is in force. */
export async function close(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('progress.close');
  const reset = await getReset(database(), text(form, 'resetId'));
  if (!reset) notFound();
  const closed = await closeReset(database(), { reset: reset.id, staff: staff.id }).catch(
    () => 'failed' as const,
  );
  if (closed === 'done') redirect(`/staff/resets/${reset.id}`);
  return { problem: { title: t(`${closed}.title`), text: t(`${closed}.text`) } };
}
