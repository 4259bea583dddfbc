import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../components/moment.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { database } from '../../../../lib/manager/database.ts';
import type { ResetProgress } from '../../../../lib/resets/describe-reset.ts';
import type { SignedIn } from '../../../../lib/sessions/require-customer.ts';
import { may } from '../../../../lib/staff/permissions.ts';
import { CodeForm } from './code-form.tsx';
import { takeBack as takeBackAction } from './take-back.ts';

interface Props {
  reset: { id: string; approvedBy: string | null; takingBackAt: Date | null };
  progress: Pick<ResetProgress, 'takeBack' | 'passwords'>;
  signedIn: SignedIn;
}

/** The way to take a reset in force back, of which nobody has been told. */
export async function TakingBack({ reset, progress, signedIn }: Props) {
  const [t, common] = [
    await getTranslations('campaigns.takeBack'),
    await getTranslations('common'),
  ];
  if (reset.takingBackAt) {
    return (
      <Notice tone="warn" title={t('pending.title')}>
        {t('pending.text')}
      </Notice>
    );
  }
  const { takeBack, passwords } = progress;
  if (!takeBack) return null;
  const { customer } = signedIn;
  const own = takeBack.askedBy === customer.id;
  const asker = takeBack.askedBy && !own ? await nameOf(takeBack.askedBy) : null;
  const asked = asker ? <p>{t('asked', { name: asker })}</p> : null;
  if (!may(customer.staffRole, 'handle-incidents')) return asked;
  return (
    <Section title={t('title')} intro={t('intro')}>
      <p>{t('stays', { done: passwords?.done ?? 0 })}</p>
      {reset.approvedBy ? <p>{t('two')}</p> : null}
      {asked}
      {own ? <p>{t('own')}</p> : null}
      <p className="text-quiet">
        {t.rich('until', { moment: () => <Moment at={takeBack.until} /> })} {t('holds')}
      </p>
      {own ? null : (
        <CodeForm
          action={takeBackAction}
          resetId={reset.id}
          words={{
            code: t('code'),
            codeHint: t('codeHint'),
            submit: t('submit'),
            pending: common('pending'),
          }}
        />
      )}
    </Section>
  );
}

/** That a reset was taken back. */
export async function WasTakenBack({ cutoff }: { cutoff: Date }) {
  const t = await getTranslations('campaigns.takeBack.done');
  return (
    <Notice tone="warn" title={t('title')}>
      {t.rich('text', { cutoff: () => <Moment at={cutoff} /> })}
    </Notice>
  );
}

async function nameOf(id: string): Promise<string> {
  const found = await database().customer.findUnique({ where: { id }, select: { name: true } });
  return found?.name ?? '?';
}
