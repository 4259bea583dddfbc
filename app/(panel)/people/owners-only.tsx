import { getTranslations } from 'next-intl/server';
import { PanelPage } from '../../../components/panel-page.tsx';
import { PageHeader } from '../../../components/ui/page-header.tsx';
import type { SignedIn } from '../../../lib/sessions/require-customer.ts';

/** What a restricted member reads where an owner manages people. */
export async function OwnersOnly({ signedIn }: { signedIn: SignedIn }) {
  const t = await getTranslations('people.restricted');
  return (
    <PanelPage signedIn={signedIn}>
      <PageHeader title={t('title')} intro={t('text')} />
    </PanelPage>
  );
}
