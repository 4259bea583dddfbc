import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../components/ui/page-header.tsx';
import { ask } from '../../lib/auth/client.ts';
import { database } from '../../lib/manager/database.ts';
import { readWindow } from '../../lib/overview/window.ts';
import { requireStaff } from '../../lib/sessions/require-staff.ts';
import { countOpenSignals } from '../../lib/signals/count-open-signals.ts';
import { SearchForm } from './customers/search-form.tsx';
import { Campaigns } from './overview/campaigns.tsx';
import { OlderPasswords } from './overview/older-passwords.tsx';
import { OpenFindings } from './overview/open-findings.tsx';
import { orMissing } from './overview/or-missing.ts';
import { SecondFactors } from './overview/second-factors.tsx';
import { SignIns } from './overview/sign-ins.tsx';
import { Sources } from './overview/sources.tsx';
import { WindowLinks } from './overview/window-links.tsx';
import { StaffPage } from './staff-page.tsx';

interface Props {
  searchParams: Promise<{ window?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('read');
  return { title: (await getTranslations('overview'))('pageTitle') };
}

export default async function OverviewPage({ searchParams }: Props) {
  const signedIn = await requireStaff('read');
  const t = await getTranslations('overview');
  const window = readWindow((await searchParams).window, new Date());
  // Not waited for here: what the manager knows by itself is read meanwhile.
  const asked = ask('describe-passwords', {});
  return (
    <StaffPage signedIn={signedIn} part="overview">
      <PageHeader title={t('title')} intro={t('intro')} />
      <SearchForm wanted="" />
      <WindowLinks shown={window.name} />
      <SignIns window={window} />
      <Sources window={window} />
      <OpenFindings counts={await orMissing(() => countOpenSignals(database()))} />
      <Campaigns />
      <div className="grid gap-x-6 md:grid-cols-2">
        <SecondFactors asked={asked} />
        <OlderPasswords asked={asked} />
      </div>
    </StaffPage>
  );
}
