import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { OtherMethods } from '../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../components/panel-page.tsx';
import { PageHeader } from '../../../../components/ui/page-header.tsx';
import { Card } from '../../../../components/ui/section.tsx';
import { findMembership } from '../../../../lib/accounts/find-membership.ts';
import { database } from '../../../../lib/manager/database.ts';
import { requireCustomer } from '../../../../lib/sessions/require-customer.ts';
import { OwnersOnly } from '../owners-only.tsx';
import { askForProof, type ChosenMethod, roleOptions } from '../proof-words.ts';
import { InviteForm } from './invite-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.invite'))('title') };
}

export default async function InvitePersonPage(request: ChosenMethod) {
  const signedIn = await requireCustomer();
  const membership = await findMembership(database(), signedIn.customer.id);
  if (membership?.role !== 'owner') return <OwnersOnly signedIn={signedIn} />;
  const t = await getTranslations('people.invite');
  const { words, methods, ...proof } = await askForProof(signedIn.customer, request);
  const own = {
    email: t('email'),
    emailHint: t('known'),
    name: t('name'),
    role: t('role'),
    roleHint: t('roleHint'),
    submit: t('submit'),
  };
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('intro')} />
      <Card>
        <InviteForm {...proof} roles={await roleOptions()} words={{ ...words, ...own }} />
      </Card>
      {proof.method ? (
        <OtherMethods page="/people/invite" methods={methods} method={proof.method} />
      ) : null}
    </PanelPage>
  );
}
