'use server';

import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { openInvestigation, titleMax } from '../../../../lib/investigations/open-investigation.ts';
import { indicatorsMaxLength } from '../../../../lib/investigations/parse-indicators.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { readIndicators } from './read-indicators.ts';
import { readWindow } from './read-window.ts';

type State = FormState<'title' | 'indicators' | 'file' | 'from' | 'until'>;

/** Keeps a question about addresses, and leads to its answer. */
export async function startInvestigation(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('investigations');
  const title = text(form, 'title')
    .replaceAll(/\p{Cc}/gu, ' ')
    .toWellFormed()
    .trim();
  const values = {
    title: title.slice(0, 2 * titleMax),
    indicators: text(form, 'indicators').slice(0, indicatorsMaxLength + 1),
    from: text(form, 'from').slice(0, 40),
    until: text(form, 'until').slice(0, 40),
  };
  const file = form.get('file');
  const read = readIndicators(
    { indicators: values.indicators, file: file instanceof File ? await file.text() : '' },
    t,
  );
  const window = readWindow(values, t);
  const isTitle = title !== '' && [...title].length <= titleMax;
  const errors = {
    ...(!isTitle && { title: t('error.title', { max: titleMax }) }),
    ...('errors' in read && read.errors),
    ...('errors' in window && window.errors),
  };
  if (!isTitle || 'errors' in read || 'errors' in window) return { errors, values };

  const id = await openInvestigation(database(), {
    title,
    staffId: staff.id,
    question: { indicators: read.indicators, ...window },
  }).catch(() => null);
  if (id) redirect(`/staff/investigations/${id}`);
  return { problem: { title: t('unavailable.title'), text: t('unavailable.text') }, values };
}
