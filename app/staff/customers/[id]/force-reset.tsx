import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';
import { ForceResetForm } from './force-reset-form.tsx';

/** The way to require a new password of one customer. */
export async function ForceReset({ customer }: { customer: { id: string; name: string } }) {
  const [t, common] = [await getTranslations('staff.force'), await getTranslations('common')];
  return (
    <Section title={t('title')} intro={t('intro')}>
      <ForceResetForm
        customerId={customer.id}
        words={{
          reason: t('reason'),
          reasonHint: t('reasonHint'),
          confirm: t('confirm', { name: customer.name }),
          submit: t('submit'),
          pending: common('pending'),
        }}
      />
    </Section>
  );
}
