import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { findMembership } from '../../../../lib/accounts/find-membership.ts';
import { ask } from '../../../../lib/auth/client.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { demandSecondFactor, liftSecondFactor } from '../actions.ts';
import { OwnersOnly } from '../owners-only.tsx';
import { PersonForm } from '../person-form.tsx';
import { askForProof, type ChosenMethod } from '../proof-words.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.requirement'))('title') };
}

export default async function RequireSecondFactorPage(request: ChosenMethod) {
  const signedIn = await requireCustomer();
  const { id } = signedIn.customer;
  const membership = await findMembership(database(), id);
  if (membership?.role !== 'owner') return <OwnersOnly signedIn={signedIn} />;
  const t = await getTranslations('people');
  const described = await ask('describe-members', { owner: id });
  if (described.verdict !== 'yes') {
    return (
      <PanelPage signedIn={signedIn}>
        <PageHeader title={t('requirement.title')} />
        <Notice tone="warn" title={t('unavailable.title')}>
          {t('unavailable.text')}
        </Notice>
      </PanelPage>
    );
  }
  const { words, methods, ...proof } = await askForProof(signedIn.customer, request);
  const lift = described.secondFactorRequired;
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader
        title={t(lift ? 'requirement.pageLift' : 'requirement.pageTitle')}
        intro={t(lift ? 'requirement.pageLiftIntro' : 'requirement.pageIntro')}
      />
      <Card>
        <PersonForm
          {...proof}
          action={lift ? liftSecondFactor : demandSecondFactor}
          tone={lift ? 'danger' : 'primary'}
          words={{ ...words, submit: t(lift ? 'requirement.lift' : 'requirement.change') }}
        />
      </Card>
      {proof.method ? (
        <OtherMethods page="/people/second-factor" methods={methods} method={proof.method} />
      ) : null}
    </PanelPage>
  );
}
