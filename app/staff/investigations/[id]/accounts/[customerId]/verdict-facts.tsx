import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../../../components/moment.tsx';
import { DescriptionList } from '../../../../../../components/ui/description-list.tsx';
import { Section } from '../../../../../../components/ui/section.tsx';
import { ask } from '../../../../../../lib/auth/client.ts';
import { describeAccounts } from '../../../../../../lib/investigations/describe-accounts.ts';
import type { Question } from '../../../../../../lib/investigations/match-attempts.ts';
import { traceIndicators } from '../../../../../../lib/investigations/trace-indicators.ts';
import { database } from '../../../../../../lib/manager/database.ts';
import { PasswordWorth, SecondFactor } from '../../../factors.tsx';

interface Props {
  question: Question;
  customerId: string;
  staffId: string;
}

/** What became of the attempts on this account; nothing where there was none. */
export async function VerdictFacts({ question, customerId, staffId }: Props) {
  const t = await getTranslations('investigations');
  const { accounts } = await traceIndicators(database(), question, 1, customerId);
  const [account] = accounts;
  if (!account) return <Section title={t('account.verdict')}>{t('account.untouched')}</Section>;
  const factors = (await describeAccounts(ask, staffId, [customerId]))?.get(customerId);
  const { verdict, attempts, entryAt, firstAt, lastAt, signedInBefore } = account;
  return (
    <Section title={t('account.verdict')}>
      <p className="font-medium">{t(`verdict.${verdict}.title`)}</p>
      <DescriptionList
        items={[
          { term: t('column.in'), value: entryAt ? <Moment at={entryAt} /> : t('no') },
          {
            term: t('column.firstTry'),
            value: [
              t(verdict === 'first-try' ? 'yes' : 'no'),
              ...(verdict === 'first-try' && !signedInBefore ? [t('firstEver')] : []),
            ].join(', '),
          },
          {
            term: t('column.secondFactor'),
            value: <SecondFactor account={account} factors={factors} />,
          },
          {
            term: t('column.password'),
            value: <PasswordWorth account={account} factors={factors} />,
          },
          { term: t('column.attempts'), value: attempts },
          { term: t('column.first'), value: <Moment at={firstAt} /> },
          { term: t('column.last'), value: <Moment at={lastAt} /> },
        ]}
      />
    </Section>
  );
}
