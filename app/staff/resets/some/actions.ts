'use server';

import { redirect } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import type { RequestOf } from '../../../../lib/auth/contract.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { type MessageField, reasonOf } from '../../../../lib/resets/message.ts';
import { type CohortPreview, previewCohort } from '../../../../lib/resets/preview-cohort.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { beginReset } from '../../begin-reset.ts';
import { readMessageForm } from '../read-message-form.ts';
import {
  type Cohort,
  type CohortFault,
  type CohortField,
  cohortFields,
  readCohort,
} from './read-cohort.ts';

export type SomeState = FormState<CohortField | MessageField | 'code'> & {
  preview?: CohortPreview & { fingerprint: string; unknown: string[]; unknownCount: number };
};

/** Most addresses named that nobody has, and bad lines. */
const namedMax = 20;

/**
 * Previews whom a form means, and, once that has been seen for these very customers, requires new passwords
 * of them.
 */
export async function resetSome(_: SomeState, form: FormData): Promise<SomeState> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const [t, words] = [await getTranslations('campaigns.some'), await getTranslations('staff')];
  const typed = await readMessageForm(form);
  const values = {
    ...Object.fromEntries(cohortFields.map((field) => [field, text(form, field)])),
    ...typed.values,
  };
  const cohort = await readCohort(database(), form);
  if (Array.isArray(cohort)) {
    return { errors: { ...(await sayWhatIsWrong(cohort)), ...typed.errors }, values };
  }
  const previewed = await preview(cohort, staff.id);
  const unavailable = {
    title: words('everyone.unavailable.title'),
    text: words('everyone.unavailable.text'),
  };
  if (!previewed) return { problem: unavailable, errors: typed.errors, values };
  const shown = { preview: previewed, errors: typed.errors, values };
  if (form.get('step') !== 'start') return shown;
  if (text(form, 'fingerprint') !== cohort.fingerprint) {
    return { ...shown, problem: { title: t('changed.title'), text: t('changed.text') } };
  }

  const code = text(form, 'code').replaceAll(/\s/g, '');
  if (Object.keys(typed.errors).length > 0 || !code) {
    return { ...shown, errors: { ...typed.errors, ...(!code && { code: words('error.code') }) } };
  }
  const wrongCode = { ...shown, errors: { code: words('error.wrongCode') } };
  if (code.length > 64) return wrongCode;
  const { address } = await requestSource();
  const scope = scopeOf(cohort, code);
  const { message } = typed;
  const reason = reasonOf(message);
  const wish = { scope, reason, message, staff: staff.id, source: { address } };
  const started = await beginReset(wish);
  if (started?.result === 'refused') return wrongCode;
  if (started) redirect(`/staff/resets/${started.id}`);
  return { ...shown, problem: unavailable };
}

async function preview(cohort: Cohort, staff: string): Promise<SomeState['preview'] | null> {
  const { fingerprint, unknown } = cohort;
  const found = await previewCohort({ db: database(), ask }, cohort, staff).catch(() => null);
  const named = unknown.slice(0, namedMax);
  return found && { ...found, fingerprint, unknown: named, unknownCount: unknown.length };
}

function scopeOf(cohort: Cohort, code: string): RequestOf<'start-reset'>['scope'] {
  if (cohort.kind === 'list') return { kind: 'subjects', subjects: cohort.subjects, code };
  const { rule, except } = cohort;
  return { kind: 'rule', rule, except, code };
}

async function sayWhatIsWrong(faults: CohortFault[]): Promise<NonNullable<SomeState['errors']>> {
  const [t, format] = [await getTranslations('campaigns.some.error'), await getFormatter()];
  const list = (items: string[]) => format.list(items.slice(0, namedMax));
  const words = faults.map((fault): [CohortField, string] => {
    switch (fault.fault) {
      case 'badLines': {
        const lines = list(fault.lines.map(({ line, text }) => t('line', { line, text })));
        return [fault.field, t('badLines', { count: fault.lines.length, lines })];
      }
      case 'unknown':
        return [fault.field, t('unknown', { emails: list(fault.emails) })];
      default:
        return [fault.field, t(fault.fault)];
    }
  });
  return Object.fromEntries(words);
}
