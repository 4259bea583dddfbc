import Link from 'next/link';
import { getFormatter, getTranslations } from 'next-intl/server';
import { Notice } from '../../../components/ui/notice.tsx';
import { Section } from '../../../components/ui/section.tsx';
import { Table, Td, Th } from '../../../components/ui/table.tsx';
import { type SignalPattern, signalPatterns } from '../../../lib/signals/patterns.ts';

/** Findings that nobody has closed yet, the gravest pattern first, each a way to its list. */
export async function OpenFindings({ counts }: { counts: Record<SignalPattern, number> | null }) {
  const [t, patterns, format] = [
    await getTranslations('overview'),
    await getTranslations('signals'),
    await getFormatter(),
  ];
  const open = signalPatterns.filter((pattern) => (counts?.[pattern] ?? 0) > 0);
  return (
    <Section title={t('findings.title')} intro={t('findings.intro')}>
      {!counts ? <Notice tone="warn">{t('unknown')}</Notice> : null}
      {counts && open.length === 0 ? <p>{t('findings.none')}</p> : null}
      {counts && open.length > 0 ? (
        <Table caption={t('findings.title')}>
          <thead>
            <tr>
              <Th>{t('findings.pattern')}</Th>
              <Th number>{t('findings.open')}</Th>
            </tr>
          </thead>
          <tbody>
            {open.map((pattern) => (
              <tr key={pattern}>
                <Td>
                  <Link href={`/staff/findings?pattern=${pattern}&state=open`} prefetch={false}>
                    {patterns(`pattern.${pattern}`)}
                  </Link>
                </Td>
                <Td number>{format.number(counts[pattern])}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Section>
  );
}
