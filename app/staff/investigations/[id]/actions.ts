'use server';

import { notFound, redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type FormState, text } from '../../../../components/form-state.ts';
import { resetListMax } from '../../../../lib/auth/contract.ts';
import { keepCustomers } from '../../../../lib/customer-lists/keep-customers.ts';
import { choosableMarks, chooseAccounts } from '../../../../lib/investigations/choose-accounts.ts';
import { getInvestigation } from '../../../../lib/investigations/get-investigation.ts';
import { verdicts } from '../../../../lib/investigations/verdicts.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';

type Refused = 'nobody' | 'cut' | 'failed';

/** Writes the chosen accounts of an investigation down, and leads to a reset of them. Resets nobody by itself. */
export async function resetAccounts(
  _: FormState<never>,
  form: FormData,
): Promise<FormState<never>> {
  const { customer: staff } = await requireStaff('handle-incidents');
  const investigation = await getInvestigation(database(), text(form, 'investigation'));
  if (!investigation) notFound();
  const made = await choose(investigation, form, staff.id).catch((): Refused => 'failed');
  if (typeof made !== 'string') redirect(`/staff/resets/some?list=${made.id}`);
  const t = await getTranslations('lists.investigation.refused');
  return { problem: { title: t('title'), text: t(made) } };
}

async function choose(
  investigation: NonNullable<Awaited<ReturnType<typeof getInvestigation>>>,
  form: FormData,
  staffId: string,
): Promise<{ id: string } | Refused> {
  const ids = await chooseAccounts(database(), investigation, {
    verdicts: verdicts.filter((verdict) => form.getAll('verdict').includes(verdict)),
    marks: choosableMarks.filter((mark) => form.getAll('mark').includes(mark)),
  });
  if (!ids) return 'cut';
  const { title: name } = investigation;
  const batches = inBatches(ids);
  const kept = { origin: 'investigation' as const, name, staffId, batches };
  return (await keepCustomers(database(), kept)) ?? 'nobody';
}

function* inBatches(ids: string[]) {
  for (let from = 0; from < ids.length; from += resetListMax) {
    yield ids.slice(from, from + resetListMax);
  }
}
