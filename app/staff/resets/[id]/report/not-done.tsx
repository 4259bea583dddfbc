import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { Section } from '../../../../../components/ui/section.tsx';
import type { NotDone as Found } from '../../../../../lib/resets/find-not-done.ts';

/** Who has not chosen a new password, as far as they are named on a page. */
export async function NotDone({ notDone }: { notDone: Found | null }) {
  const t = await getTranslations('progress.report');
  if (!notDone) {
    return (
      <Section title={t('left')}>
        <p>{t('leftUnknown')}</p>
      </Section>
    );
  }
  const { count, named } = notDone;
  return (
    <Section title={t('left')}>
      <p>{count === 0 ? t('leftNone') : t('leftCount', { count })}</p>
      {named.length > 0 ? (
        <ul className="columns-2 pl-5 sm:columns-3">
          {named.map(({ id, name }) => (
            <li key={id} className="list-disc break-words">
              <Link href={`/staff/customers/${id}`} prefetch={false}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      {named.length < count ? <p>{t('leftSome')}</p> : null}
    </Section>
  );
}
