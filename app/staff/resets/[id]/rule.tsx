import { getFormatter, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { Section } from '../../../../components/ui/section.tsx';
import { resetRule } from '../../../../lib/auth/contract.ts';

const shape = resetRule.extend({ except: z.number().int() });

/** The rule of a reset, in words. */
export async function Rule({ rule }: { rule: unknown }) {
  const [t, format] = [await getTranslations('campaigns.rule'), await getFormatter()];
  const parsed = shape.safeParse(rule);
  if (!parsed.success) return null;
  const { setBefore, except, ...flags } = parsed.data;
  const day = setBefore && format.dateTime(new Date(setBefore), { dateStyle: 'long' });
  const said = [
    ...(['noSecondFactor', 'weak', 'legacy'] as const)
      .filter((name) => flags[name])
      .map((name) => t(name)),
    ...(day ? [t('setBefore', { day })] : []),
  ];
  return (
    <Section title={t('title')}>
      <ul className="max-w-prose list-disc space-y-1 pl-5">
        {(said.length > 0 ? said : [t('everyone')]).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className="max-w-prose text-quiet">{`${t('except', { count: except })} ${t('when')}`}</p>
    </Section>
  );
}
