import { getTranslations } from 'next-intl/server';
import { Checkbox } from '../../../../components/ui/checkbox.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { choosableMarks } from '../../../../lib/investigations/choose-accounts.ts';
import type { Trace } from '../../../../lib/investigations/trace-indicators.ts';
import { accusing, verdicts } from '../../../../lib/investigations/verdicts.ts';
import { ResetAccountsForm } from './reset-accounts-form.tsx';

interface Props {
  investigationId: string;
  counts: Trace['counts'];
}

/** Leads from an answer to a reset of accounts in it. */
export async function ResetAccounts({ investigationId, counts }: Props) {
  const [t, words, common] = [
    await getTranslations('lists.investigation'),
    await getTranslations('investigations'),
    await getTranslations('common'),
  ];
  return (
    <Section title={t('title')} intro={t('intro')}>
      <ResetAccountsForm
        investigationId={investigationId}
        words={{ submit: t('submit'), pending: common('pending') }}
      >
        <fieldset className="space-y-2">
          <legend className="font-medium">{t('by')}</legend>
          {verdicts
            .filter((verdict) => counts[verdict] > 0)
            .map((verdict) => (
              <Checkbox
                key={verdict}
                name="verdict"
                value={verdict}
                label={`${words(`verdict.${verdict}.title`)} (${counts[verdict]})`}
                defaultChecked={accusing.includes(verdict)}
              />
            ))}
          {choosableMarks.map((mark) => (
            <Checkbox
              key={mark}
              name="mark"
              value={mark}
              label={t('marked', { mark: words(`mark.${mark}`) })}
            />
          ))}
        </fieldset>
        <p className="text-quiet">{t('cleared')}</p>
      </ResetAccountsForm>
    </Section>
  );
}
