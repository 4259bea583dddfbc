import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { hasSecondFactor } from '../../../../lib/credentials/has-second-factor.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { describeOwedProof } from '../../../../lib/sessions/take-recent-proof.ts';
import { minLength } from '../../../(sign-in)/password-errors.ts';
import { ChangePasswordForm } from './change-password-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security.password'))('pageTitle') };
}

export default async function PasswordPage() {
  const signedIn = await requireCustomer();
  const [t, common] = [await getTranslations('security.password'), await getTranslations('common')];
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md">
        <PageHeader title={t('pageTitle')} intro={t('pageIntro')} />
        <Card>
          <ChangePasswordForm
            email={signedIn.customer.email}
            owed={await describeOwedProof(signedIn, { unlessAsked: 'password' })}
            words={{
              current: t('current'),
              next: t('next'),
              hint: t('hint', { min: minLength(await hasSecondFactor(signedIn.customer.id)) }),
              strength: t('strength'),
              repeat: t('repeat'),
              keep: t('keep'),
              submit: t('submit'),
              pending: common('pending'),
            }}
          />
        </Card>
      </div>
    </PanelPage>
  );
}
