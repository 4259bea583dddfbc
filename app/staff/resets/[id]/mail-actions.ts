'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { type FormState, text } from '../../../../components/form-state.ts';
import { database } from '../../../../lib/manager/database.ts';
import { currentRequestId } from '../../../../lib/manager/request.ts';
import { orderMails } from '../../../../lib/resets/order-mails.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';

type State = FormState<'confirm'>;

const shape = z.object({
  resetId: z.uuid(),
  wave: z.coerce.number().int().min(1).max(10_000),
  act: z.enum(['pause', 'resume', 'stop', 'resend']),
});

/** Holds the mails of a reset, lets them go on, stops them, or sends them again. */
export async function order(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('mailing.order');
  const fields = ['resetId', 'wave', 'act'].map((field) => [field, text(form, field)]);
  const asked = shape.safeParse(Object.fromEntries(fields));
  if (!asked.success) notFound();
  const { resetId: reset, wave, act } = asked.data;
  const takesWord = act === 'stop' || act === 'resend';
  if (takesWord && form.get('confirm') !== 'yes') return { errors: { confirm: t('confirmError') } };

  const requestId = await currentRequestId();
  const done = await orderMails(database(), { reset, wave, act, staff: staff.id, requestId }).catch(
    () => 'failed' as const,
  );
  if (done === 'done') redirect(`/staff/resets/${reset}`);
  return { problem: { title: t(`${done}.title`), text: t(`${done}.text`) } };
}
