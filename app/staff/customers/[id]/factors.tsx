import { getFormatter, getTranslations } from 'next-intl/server';
import { DescriptionList } from '../../../../components/ui/description-list.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { ask } from '../../../../lib/auth/client.ts';

/** What the auth service says about a customer's factors: facts, and never one of them. */
export async function Factors({ customerId }: { customerId: string }) {
  const [t, format] = [await getTranslations('staff.customer'), await getFormatter()];
  const verdict = await ask('describe-factors', { subject: customerId });
  if (verdict.verdict !== 'yes') {
    return (
      <Section title={t('factors')}>
        <Notice tone="warn">
          {t(verdict.verdict === 'no' ? 'factorsNone' : 'factorsUnknown')}
        </Notice>
      </Section>
    );
  }
  const { passwordSetAt, totpSince, passkeys, recoveryCodesLeft, resetRequired } = verdict;
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' });
  const password = passwordSetAt ? t('passwordSet', { at: day(passwordSetAt) }) : t('passwordNone');
  return (
    <Section title={t('factors')}>
      <DescriptionList
        items={[
          { term: t('password'), value: password },
          {
            term: t('totp'),
            value: totpSince ? t('totpSince', { at: day(totpSince) }) : t('totpNone'),
          },
          { term: t('passkeys'), value: passkeys },
          ...(totpSince || passkeys > 0
            ? [{ term: t('recoveryCodes'), value: recoveryCodesLeft }]
            : []),
        ]}
      />
      {resetRequired ? <Notice tone="warn">{t('resetRequired')}</Notice> : null}
    </Section>
  );
}
