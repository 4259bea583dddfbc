'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../components/form-state.ts';
import { database } from '../../../lib/manager/database.ts';
import { currentRequestId } from '../../../lib/manager/request.ts';
import { hrefOf, readQuery } from '../../../lib/notifications/read-query.ts';
import { tryAgain } from '../../../lib/notifications/try-again.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';

type State = FormState<never>;

/** Has a mail that was given up sent after all. */
export async function sendAgain(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('help-customer');
  const t = await getTranslations('delivery.again');
  const typed = text(form, 'notice');
  if (!/^[1-9]\d{0,17}$/.test(typed)) notFound();
  const asked = { notice: BigInt(typed), staffId: staff.id, requestId: await currentRequestId() };
  const done = await tryAgain(database(), asked).catch(() => null);
  const query = readQuery({ state: text(form, 'state'), domain: text(form, 'domain') });
  if (done) redirect(hrefOf(query, { notice: 'again' }));
  const problem = done === false ? 'notGivenUp' : 'unavailable';
  return { problem: { title: t(`${problem}.title`), text: t(`${problem}.text`) } };
}
