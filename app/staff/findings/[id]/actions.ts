'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { addEntry, entryKinds, noteMax } from '../../../../lib/signals/add-entry.ts';
import { getSignal } from '../../../../lib/signals/get-signal.ts';
import { readNote } from '../../read-note.ts';

type State = FormState<'note'>;

/** Adds a note or a mark to a finding, or closes it with a reason. */
export async function recordEntry(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('signals.error');
  const signal = await getSignal(database(), text(form, 'finding'));
  const kind = entryKinds.find((one) => one === text(form, 'kind'));
  if (!signal || !kind) notFound();
  const note = readNote(text(form, 'note'));
  const isWanting = (kind === 'note' || kind === 'closed') && !note;
  const wrong = isWanting ? kind : [...note].length > noteMax ? 'noteLong' : null;
  if (wrong) return { errors: { note: t(wrong, { max: noteMax }) }, values: { note } };

  const entry = { signalId: signal.id, staffId: staff.id, kind, note };
  const done = await addEntry(database(), entry).catch(() => null);
  if (done) redirect(`/staff/findings/${signal.id}?notice=recorded`);
  const problem = done === false ? 'isClosed' : 'unavailable';
  return {
    problem: { title: t(`${problem}.title`), text: t(`${problem}.text`) },
    values: { note },
  };
}
