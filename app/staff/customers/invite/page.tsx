import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { requireStaff } from '../../../../lib/sessions/require-staff.ts';
import { languages } from '../../../../lib/words/languages.ts';
import { StaffPage } from '../../staff-page.tsx';
import { InviteForm } from './invite-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await requireStaff('help-customer');
  return { title: (await getTranslations('staff.invite'))('title') };
}

export default async function InvitePage() {
  const signedIn = await requireStaff('help-customer');
  const [t, common] = [await getTranslations('staff.invite'), await getTranslations('common')];
  return (
    <StaffPage signedIn={signedIn} part="customers">
      <PageHeader title={t('title')} intro={t('intro')} />
      <Card>
        <InviteForm
          language={await getLocale()}
          languages={languages.map((value) => ({ value, label: common(`languages.${value}`) }))}
          words={{
            email: t('email'),
            emailHint: t('emailHint'),
            name: t('name'),
            company: t('company'),
            language: t('language'),
            submit: t('submit'),
            pending: common('pending'),
          }}
        />
      </Card>
    </StaffPage>
  );
}
