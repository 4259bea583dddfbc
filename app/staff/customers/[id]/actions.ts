'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { getCustomer } from '../../../../lib/customers/get-customer.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requestSource } from '../../../../lib/manager/request.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { takeRecentProof } from '../../../../lib/sessions/take-recent-proof.ts';
import { beginReset } from '../../begin-reset.ts';
import { readReason, reasonMax } from '../../reason.ts';

type State = FormState<'reason' | 'confirm'>;

/** Requires a new password of one customer. */
export async function forceReset(_: State, form: FormData): Promise<State> {
  const signedIn = await requireStaff('help-customer');
  const t = await getTranslations('staff');
  const read = readReason(text(form, 'reason'));
  const confirmed = form.get('confirm') === 'yes';
  const owed = await takeRecentProof(signedIn, form);
  if (owed)
    return { ...owed, values: { reason: read.reason, ...(confirmed && { confirm: 'yes' }) } };
  if ('wrong' in read || !confirmed) {
    const errors = {
      ...('wrong' in read && { reason: t(`error.${read.wrong}`, { max: reasonMax }) }),
      ...(!confirmed && { confirm: t('error.confirm') }),
    };
    return { errors, values: { reason: read.reason } };
  }

  const { address } = await requestSource();
  const customer = await getCustomer(database(), text(form, 'customer'));
  if (!customer) notFound();
  const started = await beginReset({
    scope: { kind: 'subjects', subjects: [customer.id] },
    reason: read.reason,
    staff: signedIn.customer.id,
    source: { address },
  });
  if (started && started.result !== 'refused') redirect(`/staff/resets/${started.id}`);
  const words = started ? 'force.refused' : 'unavailable';
  return {
    problem: { title: t(`${words}.title`), text: t(`${words}.text`) },
    values: { reason: read.reason },
  };
}
