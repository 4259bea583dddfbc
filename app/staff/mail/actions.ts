'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { type FormState, text } from '../../../components/form-state.ts';
import { ask } from '../../../lib/auth/client.ts';
import { database } from '../../../lib/manager/database.ts';
import { currentRequestId } from '../../../lib/manager/request.ts';
import { hrefOf, readQuery } from '../../../lib/notifications/read-query.ts';
import {
  type Again,
  sendServiceMailAgain,
} from '../../../lib/notifications/send-service-mail-again.ts';
import { tryAgain } from '../../../lib/notifications/try-again.ts';
import { requireStaff } from '../../../lib/sessions/require-staff.ts';

type State = FormState<never>;

/** Has a mail that was given up sent after all: a notice by its number, a mail of the auth service by its id. */
export async function sendAgain(_: State, form: FormData): Promise<State> {
  const { customer: staff } = await requireStaff('help-customer');
  const t = await getTranslations('delivery.again');
  const done = await again(text(form, 'notice'), staff.id).catch(() => 'unavailable' as const);
  if (!done) notFound();
  const query = readQuery({ state: text(form, 'state'), domain: text(form, 'domain') });
  if (done === 'done') redirect(hrefOf(query, { notice: 'again' }));
  const problem = done === 'no' ? 'notGivenUp' : 'unavailable';
  return { problem: { title: t(`${problem}.title`), text: t(`${problem}.text`) } };
}

async function again(mail: string, staffId: string): Promise<Again | null> {
  if (z.uuid().safeParse(mail).success) {
    return sendServiceMailAgain(database(), ask, { mail, staffId });
  }
  if (!/^[1-9]\d{0,17}$/.test(mail)) return null;
  const asked = { notice: BigInt(mail), staffId, requestId: await currentRequestId() };
  return (await tryAgain(database(), asked)) ? 'done' : 'no';
}
