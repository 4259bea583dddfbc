import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { resetNamedMax } from '../../../../lib/auth/contract.ts';
import { getList } from '../../../../lib/customer-lists/get-list.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { endsWords } from '../../ends-words.ts';
import { StaffPage } from '../../staff-page.tsx';
import { messageWords } from '../message-words.ts';
import type { Kept } from './cohort-fields.tsx';
import type { FactWords } from './fact-fields.tsx';
import { ResetSomeForm } from './reset-some-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('campaigns.some'))('title') };
}

interface Props {
  searchParams: Promise<{ list?: string | string[] }>;
}

export default async function ResetSomePage({ searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const { list } = await searchParams;
  const t = await getTranslations('campaigns.some');
  return (
    <StaffPage signedIn={signedIn} part="resets">
      <PageHeader title={t('title')} intro={t('intro')} />
      {may(signedIn.customer.staffRole, 'handle-incidents') ? (
        <Card>
          <Form kept={typeof list === 'string' ? await readKept(list) : null} />
        </Card>
      ) : (
        <Notice tone="info">{t('notYou')}</Notice>
      )}
    </StaffPage>
  );
}

async function readKept(id: string): Promise<Kept> {
  const list = await getList(database(), id);
  if (!list) notFound();
  const t = await getTranslations('lists.kept');
  const { name, customers: count } = list;
  const words = {
    whom: t('title'),
    customers: t(`customers.${originOf(list)}`, { count, name }),
    other: t('other'),
  };
  return { id: list.id, words };
}

// By the bound of its column.
function originOf({ origin }: { origin: string }) {
  return origin as 'file' | 'investigation' | 'rule';
}

async function factWords(): Promise<FactWords> {
  const t = await getTranslations('lists.facts');
  return {
    lastSignIn: t('lastSignIn'),
    lastSignInHint: t('lastSignInHint'),
    any: t('any'),
    before: t('before'),
    since: t('since'),
    never: t('never'),
    signInDay: t('signInDay'),
    countries: t('countries'),
    countriesHint: t('countriesHint'),
    company: t('company'),
    companyHint: t('companyHint'),
  };
}

async function Form({ kept }: { kept: Kept | null }) {
  const [t, everyone, common] = [
    await getTranslations('campaigns.some'),
    await getTranslations('staff.everyone'),
    await getTranslations('common'),
  ];
  return (
    <ResetSomeForm
      cohort={{
        whom: t('whom'),
        byRule: t('byRule'),
        byList: t('byList'),
        all: t('all'),
        legacy: t('legacy'),
        noSecondFactor: t('noSecondFactor'),
        weak: t('weak'),
        setBefore: t('setBefore'),
        setBeforeHint: t('setBeforeHint'),
        list: t('list'),
        listHint: t('listHint'),
        except: t('except'),
        exceptHint: t('exceptHint'),
        facts: await factWords(),
        upload: (await getTranslations('lists.kept'))('upload', { max: resetNamedMax }),
      }}
      kept={kept}
      ends={await endsWords()}
      found={{
        concerned: t.raw('concerned'),
        examples: t('examples'),
        unknown: t.raw('unknown'),
        unknownMore: t('unknownMore'),
        ends: t('ends'),
      }}
      words={{
        code: everyone('code'),
        codeHint: everyone('codeHint'),
        look: t('look'),
        lookAgain: t('lookAgain'),
        submit: t('submit'),
        nobody: t('nobody'),
        pending: common('pending'),
      }}
      message={await messageWords()}
    />
  );
}
