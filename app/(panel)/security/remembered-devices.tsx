import { getTranslations } from 'next-intl/server';
import { DeviceTable } from '../../../components/device-table.tsx';
import { FormToken } from '../../../components/form-token.tsx';
import { buttonClasses } from '../../../components/ui/button-classes.ts';
import { Section } from '../../../components/ui/section.tsx';
import { SubmitButton } from '../../../components/ui/submit-button.tsx';
import { ask } from '../../../lib/auth/client.ts';
import { requestSource } from '../../../lib/manager/request.ts';
import { askingSource } from '../../../lib/sessions/asking-source.ts';
import { forgetAll, forgetOne } from './device-actions.ts';

/** Where the customer need not type a mailed code, each to be forgotten. */
export async function RememberedDevices({ customerId }: { customerId: string }) {
  const t = await getTranslations('devices');
  const source = await askingSource(await requestSource());
  const listed = await ask('list-devices', { subject: customerId, source });
  if (listed.verdict !== 'yes') {
    return (
      <Section title={t('title')}>
        <p>{t('unavailable')}</p>
      </Section>
    );
  }
  const { devices } = listed;
  return (
    <Section title={t('title')} intro={t('intro')}>
      {devices.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <DeviceTable
          devices={devices}
          act={(one, named) => (
            <form action={forgetOne}>
              <FormToken />
              <button
                type="submit"
                name="device"
                value={one.device}
                aria-label={t('forgetNamed', named)}
                className={buttonClasses('link')}
              >
                {t('forget')}
              </button>
            </form>
          )}
        />
      )}
      <form action={forgetAll}>
        <SubmitButton tone="plain">{t('forgetAll')}</SubmitButton>
      </form>
    </Section>
  );
}
