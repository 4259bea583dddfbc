import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { database } from '../../../../lib/manager/database.ts';
import { getMailing } from '../../../../lib/resets/get-mailing.ts';
import { mailActs } from '../../../../lib/resets/order-mails.ts';
import type { SignedIn } from '../../../../lib/sessions/require-customer.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { OrderForm } from './mailing-forms.tsx';

interface Props {
  reset: { id: string; holdsMails: boolean };
  signedIn: SignedIn;
}

/** How the mails of a reset stand, and what whoever reads this can do about them. */
export async function SendingMails({ reset: { id: reset, holdsMails }, signedIn }: Props) {
  const [t, common] = [await getTranslations('mailing'), await getTranslations('common')];
  const { wave, state, told, untold, last } = await getMailing(database(), reset);
  const decides = may(signedIn.customer.staffRole, 'handle-incidents');
  const counts = { told, untold };
  return (
    <Section
      title={wave === 1 ? t('sending.title') : t('sending.titleAgain', { number: wave - 1 })}
    >
      <p>{wave === 1 ? t(`state.${state}`, counts) : t(`again.${state}`, counts)}</p>
      {last ? (
        <p className="text-quiet">
          {t.rich(`last.${last.act}`, { name: last.name, moment: () => <Moment at={last.at} /> })}
        </p>
      ) : null}
      {holdsMails && wave === 1 && !last ? <p className="text-quiet">{t('held')}</p> : null}
      {decides ? (
        <div className="flex flex-wrap items-start gap-x-8 gap-y-5">
          {mailActs[state].map((act) => (
            <OrderForm
              key={`${wave} ${act}`}
              reset={reset}
              wave={wave}
              act={act}
              words={{
                submit: t(`order.${act}`),
                pending: common('pending'),
                ...((act === 'stop' || act === 'resend') && { confirm: t(`order.${act}Confirm`) }),
              }}
            />
          ))}
        </div>
      ) : null}
    </Section>
  );
}
