'use server';

import { redirect } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { type MessageField, reasonOf } from '../../../../lib/resets/message.ts';
import { type CohortPreview, previewCohort } from '../../../../lib/resets/preview-cohort.ts';
import { requestCohort } from '../../../../lib/resets/request-cohort.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { beginReset } from '../../begin-reset.ts';
import { type EndsField, endsAsValues, readEnds } from '../../read-ends.ts';
import { readMessageForm } from '../read-message-form.ts';
import {
  type Cohort,
  type CohortFault,
  type CohortField,
  cohortFields,
  readCohort,
} from './read-cohort.ts';

export type SomeState = FormState<CohortField | MessageField | 'code' | 'hold' | EndsField> & {
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
    ...endsAsValues(form),
    hold: text(form, 'hold').slice(0, 3),
  };
  const cohort = await readCohort(database(), form);
  if (Array.isArray(cohort)) {
    return { errors: { ...(await sayWhatIsWrong(cohort)), ...typed.errors }, values };
  }
  const unavailable = {
    title: words('everyone.unavailable.title'),
    text: words('everyone.unavailable.text'),
  };
  // Not before it is shown: of a million it takes a while, and a code is good for less than a minute.
  const show = async (besides: SomeState = {}): Promise<SomeState> => {
    const previewed = await preview(cohort, staff.id);
    return previewed
      ? { preview: previewed, errors: typed.errors, values, ...besides }
      : { problem: unavailable, errors: typed.errors, values };
  };
  if (form.get('step') !== 'start') return show();
  const changed = { problem: { title: t('changed.title'), text: t('changed.text') } };
  if (text(form, 'fingerprint') !== cohort.fingerprint) return show(changed);

  const code = text(form, 'code').replaceAll(/\s/g, '');
  if (Object.keys(typed.errors).length > 0 || !code) {
    return show({ errors: { ...typed.errors, ...(!code && { code: words('error.code') }) } });
  }
  const wrongCode = { errors: { code: words('error.wrongCode') } };
  if (code.length > 64) return show(wrongCode);
  const { address } = await requestSource();
  const asked = await requestCohort(database(), cohort, { staffId: staff.id, code }).catch(
    () => 'failed' as const,
  );
  if (asked === 'failed') return show({ problem: unavailable });
  if (!asked) return show(changed);
  const ends = readEnds(form);
  const { message } = typed;
  const reason = reasonOf(message);
  const holdsMails = values.hold === 'yes';
  const wish = {
    ...asked,
    ends,
    reason,
    message,
    holdsMails,
    staff: staff.id,
    source: { address },
  };
  const started = await beginReset(wish);
  if (started?.result === 'refused') return show(wrongCode);
  if (started) redirect(`/staff/resets/${started.id}`);
  return show({ problem: unavailable });
}

async function preview(cohort: Cohort, staff: string): Promise<SomeState['preview'] | null> {
  const { fingerprint, unknown } = cohort;
  const found = await previewCohort({ db: database(), ask }, cohort, staff).catch(() => null);
  const named = unknown.slice(0, namedMax);
  return found && { ...found, fingerprint, unknown: named, unknownCount: unknown.length };
}

async function sayWhatIsWrong(faults: CohortFault[]): Promise<NonNullable<SomeState['errors']>> {
  const [t, format] = [await getTranslations('campaigns.some.error'), await getFormatter()];
  const [lists, facts] = [
    await getTranslations('lists.kept'),
    await getTranslations('lists.facts'),
  ];
  const list = (items: string[]) => format.list(items.slice(0, namedMax));
  const words = faults.map((fault): [CohortField, string] => {
    switch (fault.fault) {
      case 'badLines': {
        const lines = list(fault.lines.map(({ line, text }) => t('line', { line, text })));
        return [fault.field, t('badLines', { count: fault.lines.length, lines })];
      }
      case 'unknown':
        return [fault.field, t('unknown', { emails: list(fault.emails) })];
      case 'gone':
        return [fault.field, lists('gone')];
      case 'country':
        return [fault.field, facts('countryWrong', { codes: list(fault.codes) })];
      default:
        return [fault.field, t(fault.fault)];
    }
  });
  return Object.fromEntries(words);
}
