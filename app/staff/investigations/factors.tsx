import { getFormatter, getTranslations } from 'next-intl/server';
import { signInMethod } from '../../../lib/auth/contract.ts';
import type { AccountFactors } from '../../../lib/investigations/describe-accounts.ts';
import type { TracedAccount } from '../../../lib/investigations/trace-indicators.ts';

interface Props {
  account: Pick<TracedAccount, 'method' | 'entryAt'>;
  /** Undefined where the auth service tells nothing. */
  factors: AccountFactors | undefined;
}

/** Whether there was, and is, a second factor. */
export async function SecondFactor({ account: { method }, factors }: Props) {
  const [t, format] = [await getTranslations('investigations.factor'), await getFormatter()];
  const since = factors?.secondFactorSince;
  const now = since
    ? t('since', { at: format.dateTime(new Date(since), { dateStyle: 'medium' }) })
    : t('none');
  const { data: how } = signInMethod.safeParse(method);
  return (
    <>
      {factors ? now : t('notTold')}
      {how ? <span className="block text-quiet">{t(`atEntry.${how}`)}</span> : null}
    </>
  );
}

/** What the password in force is worth. One chosen since is not the one that somebody came in with. */
export async function PasswordWorth({ account: { entryAt }, factors }: Props) {
  const t = await getTranslations('investigations.password');
  if (!factors) return t('notTold');
  const { weakness, legacy, passwordSetAt } = factors;
  if (!passwordSetAt) return t('none');
  const isNew = entryAt !== null && new Date(passwordSetAt) > entryAt;
  const lines = [
    ...(weakness ? [t(`weak.${weakness}`)] : []),
    ...(legacy ? [t('legacy')] : []),
    ...(isNew ? [t('since')] : []),
  ];
  return lines.length === 0
    ? t('unremarkable')
    : lines.map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ));
}
