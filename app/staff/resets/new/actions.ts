'use server';

import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { type MessageField, reasonOf } from '../../../../lib/resets/message.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { beginReset } from '../../begin-reset.ts';
import { type EndsField, endsAsValues, readEnds } from '../../read-ends.ts';
import { readMessageForm } from '../read-message-form.ts';

type State = FormState<MessageField | 'phrase' | 'code' | 'hold' | EndsField>;

/** Requires a new password of everyone, or shows the mails that would go out. Ends the session of whoever does it, too. */
export async function resetEveryone(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('staff');
  const { message, errors: wrong, values: written } = await readMessageForm(form);
  const [phrase, typed] = [t('everyone.phrase'), text(form, 'phrase').slice(0, 200)];
  const hold = text(form, 'hold').slice(0, 3);
  const values = { ...written, phrase: typed, hold, ...endsAsValues(form) };
  if (form.get('step') === 'look') return { errors: wrong, values };
  const confirmed = isSame(typed, phrase, await getLocale());
  const code = text(form, 'code').replaceAll(/\s/g, '');
  if (Object.keys(wrong).length > 0 || !confirmed || !code) {
    const errors = {
      ...wrong,
      ...(!confirmed && { phrase: t('error.phrase', { phrase }) }),
      ...(!code && { code: t('error.code') }),
    };
    return { errors, values };
  }
  const wrongCode = { errors: { code: t('error.wrongCode') }, values };
  if (code.length > 64) return wrongCode;

  const { address } = await requestSource();
  const started = await beginReset({
    scope: { kind: 'all', code },
    reason: reasonOf(message),
    message,
    ends: readEnds(form),
    holdsMails: hold === 'yes',
    staff: staff.id,
    source: { address },
  });
  switch (started?.result) {
    case 'started':
      redirect(`/sign-in?notice=reset-started&next=/staff/resets/${started.id}`);
      break;
    case 'proposed':
    case 'naming':
    case 'unclear':
      redirect(`/staff/resets/${started.id}`);
      break;
    case 'refused':
      return wrongCode;
    default:
      return {
        problem: {
          title: t('everyone.unavailable.title'),
          text: t('everyone.unavailable.text'),
        },
        values,
      };
  }
}

// By letters alone: case, accents and spaces are no sign of not meaning it.
function isSame(typed: string, phrase: string, language: string): boolean {
  const tidy = typed.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  return new Intl.Collator(language, { sensitivity: 'base' }).compare(tidy, phrase) === 0;
}
