'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../../../components/form-state.ts';
import { getCustomer } from '../../../../../../lib/customers/get-customer.ts';
import { addEntry, entryKinds, noteMax } from '../../../../../../lib/investigations/add-entry.ts';
import { getInvestigation } from '../../../../../../lib/investigations/get-investigation.ts';
import { database } from '../../../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../../../lib/sessions/require-staff.ts';
import { readNote } from '../../../../read-note.ts';

type State = FormState<'note'>;

/** Adds a note, a mark or a hold to what is known of one account. */
export async function recordFinding(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('investigations');
  const investigation = await getInvestigation(database(), text(form, 'investigation'));
  const customer = await getCustomer(database(), text(form, 'customer'));
  const kind = entryKinds.find((one) => one === text(form, 'kind'));
  if (!investigation || !customer || !kind) notFound();
  const note = readNote(text(form, 'note'));
  const wrong = kind === 'note' && !note ? 'note' : [...note].length > noteMax ? 'noteLong' : null;
  if (wrong) {
    return { errors: { note: t(`error.${wrong}`, { max: noteMax }) }, values: { note } };
  }

  const [investigationId, customerId] = [investigation.id, customer.id];
  const isDone = await addEntry(database(), {
    investigationId,
    customerId,
    staffId: staff.id,
    kind,
    note,
  }).then(
    () => true,
    () => false,
  );
  if (isDone) {
    redirect(`/staff/investigations/${investigationId}/accounts/${customerId}?notice=recorded`);
  }
  return {
    problem: { title: t('unavailable.title'), text: t('unavailable.text') },
    values: { note },
  };
}
