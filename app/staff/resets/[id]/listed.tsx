import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../components/ui/section.tsx';

interface Props {
  count: number;
  /** The first of them. */
  customers: { id: string; name: string }[];
}

/** Whom a reset by a list concerns, for whoever approves it or looks it up. */
export async function Listed({ count, customers }: Props) {
  const t = await getTranslations('campaigns.listed');
  return (
    <Section title={t('title')}>
      <p>{t('count', { count })}</p>
      <ul className="list-disc space-y-1 pl-5">
        {customers.map(({ id, name }) => (
          <li key={id}>
            <Link href={`/staff/customers/${id}`} prefetch={false}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
