'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import { currentRequestId, requestSource } from '../../../../lib/manager/request.ts';
import { approveReset, type Decided } from '../../../../lib/resets/approve-reset.ts';
import { cancelReset } from '../../../../lib/resets/cancel-reset.ts';
import type { Door } from '../../../../lib/resets/door.ts';
import { getReset } from '../../../../lib/resets/get-reset.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';

type State = FormState<'code'>;

/** Puts a proposed reset in force, as its second member. May end the session of whoever does it, too. */
export async function approve(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('campaigns');
  const reset = await getReset(database(), text(form, 'resetId'));
  if (!reset) notFound();
  const code = text(form, 'code').replaceAll(/\s/g, '');
  const refused = { errors: { code: t('approve.error') } };
  if (!code || code.length > 64) return refused;

  const { address } = await requestSource();
  const approval = { reset: reset.id, staff: staff.id, code, source: { address } };
  const decided = await attempt((door) => approveReset(door, approval));
  if (decided === 'refused') return refused;
  if (decided !== 'done') return unavailable();
  const here = `/staff/resets/${reset.id}`;
  redirect(reset.scope === 'all' ? `/sign-in?notice=reset-started&next=${here}` : here);
}

/** Takes a proposed reset back. */
export async function cancel(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const t = await getTranslations('campaigns');
  const reset = await getReset(database(), text(form, 'resetId'));
  if (!reset) notFound();
  const { address } = await requestSource();
  const wish = { reset: reset.id, staff: staff.id, source: { address } };
  const decided = await attempt((door) => cancelReset(door, wish));
  if (decided === 'done') redirect(`/staff/resets/${reset.id}`);
  return decided === 'refused'
    ? { problem: { title: t('cancel.refused.title'), text: t('cancel.refused.text') } }
    : unavailable();
}

async function attempt(decide: (door: Door) => Promise<Decided>): Promise<Decided> {
  try {
    return await decide({ db: database(), ask, requestId: await currentRequestId() });
  } catch {
    return 'unclear';
  }
}

async function unavailable(): Promise<State> {
  const t = await getTranslations('campaigns.unavailable');
  return { problem: { title: t('title'), text: t('text') } };
}
