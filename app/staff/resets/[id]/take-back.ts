'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import { currentRequestId, requestSource } from '../../../../lib/manager/request.ts';
import { getReset } from '../../../../lib/resets/get-reset.ts';
import { takeBackReset } from '../../../../lib/resets/take-back-reset.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';

type State = FormState<'code'>;

/** Takes a reset in force back, or asks a second member to. */
export async function takeBack(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const [t, campaigns] = [
    await getTranslations('campaigns.takeBack'),
    await getTranslations('campaigns.unavailable'),
  ];
  const reset = await getReset(database(), text(form, 'resetId'));
  if (!reset) notFound();
  const code = text(form, 'code').replaceAll(/\s/g, '');
  const staffWords = await getTranslations('staff.error');
  if (!code || code.length > 64) return { errors: { code: staffWords('code') } };

  const { address } = await requestSource();
  const door = { db: database(), ask, requestId: await currentRequestId() };
  const wish = { reset: reset.id, staff: staff.id, code, source: { address } };
  const taken = await takeBackReset(door, wish).catch(() => 'unclear' as const);
  switch (taken) {
    case 'done':
    case 'asked':
      return redirect(`/staff/resets/${reset.id}`);
    case 'refused':
      return { errors: { code: t('error') } };
    case 'told':
    case 'over':
      return { problem: { title: t(`${taken}.title`), text: t(`${taken}.text`) } };
    default:
      return { problem: { title: campaigns('title'), text: campaigns('text') } };
  }
}
