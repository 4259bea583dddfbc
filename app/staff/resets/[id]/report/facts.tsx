import { getTranslations } from 'next-intl/server';
import { Moment } from '../../../../../components/moment.tsx';
import { DescriptionList } from '../../../../../components/ui/description-list.tsx';
import { Section } from '../../../../../components/ui/section.tsx';
import type { getReset } from '../../../../../lib/resets/get-reset.ts';

interface Props {
  reset: NonNullable<Awaited<ReturnType<typeof getReset>>>;
  cutoff: Date;
}

/** Who ordered, approved and closed a reset, when, and whom it concerned. */
export async function Facts({ reset, cutoff }: Props) {
  const t = await getTranslations('progress.report');
  const { starter, approver, closing, createdAt, scope, _count } = reset;
  const by = (name: string, at: Date) =>
    t.rich('askedBy', { name, moment: () => <Moment at={at} /> });
  const count = _count.subjects;
  const items = [
    { term: t('asked'), value: by(starter.name, createdAt) },
    { term: t('approved'), value: approver?.name ?? t('notNeeded') },
    { term: t('inForce'), value: <Moment at={cutoff} /> },
    { term: t('closed'), value: closing ? by(closing.closer.name, closing.closedAt) : t('open') },
    { term: t('whom'), value: scope === 'all' ? t('everyone') : t('subjects', { count }) },
  ];
  return (
    <Section title={t('facts')}>
      <DescriptionList items={items} />
    </Section>
  );
}
