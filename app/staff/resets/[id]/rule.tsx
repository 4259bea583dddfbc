import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { Section } from '../../../../components/ui/section.tsx';
import { resetRule } from '../../../../lib/auth/contract.ts';
import { type CustomerRule, customerRule } from '../../../../lib/resets/match-customers.ts';

// Where only the manager's facts were asked for, nothing is said of the auth service's.
const shape = resetRule.extend({ except: z.number().int(), ...customerRule.shape });

/** The rule of a reset, in words. */
export async function Rule({ rule }: { rule: unknown }) {
  const [t, format] = [await getTranslations('campaigns.rule'), await getFormatter()];
  const parsed = shape.safeParse(rule);
  if (!parsed.success) return null;
  const { setBefore, except, ...flags } = parsed.data;
  const dayOf = (at: string) =>
    format.dateTime(new Date(at), { dateStyle: 'long', timeZone: 'UTC' });
  const day = setBefore && dayOf(setBefore);
  const facts = await sayFacts(flags, dayOf);
  const said = [
    ...(['noSecondFactor', 'weak', 'legacy'] as const)
      .filter((name) => flags[name])
      .map((name) => t(name)),
    ...(day ? [t('setBefore', { day })] : []),
    ...facts,
  ];
  return (
    <Section title={t('title')}>
      <ul className="max-w-prose list-disc space-y-1 pl-5">
        {(said.length > 0 ? said : [t('everyone')]).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className="max-w-prose text-quiet">{`${t('except', { count: except })} ${t('when')}`}</p>
      {facts.length > 0 ? (
        <p className="max-w-prose text-quiet">{(await getTranslations('lists.facts'))('when')}</p>
      ) : null}
    </Section>
  );
}

async function sayFacts(
  { lastSignIn, signInDay, countries, company }: CustomerRule,
  dayOf: (at: string) => string,
): Promise<string[]> {
  const t = await getTranslations('lists.facts.rule');
  const names = new Intl.DisplayNames(await getLocale(), { type: 'region' });
  const format = await getFormatter();
  return [
    ...(lastSignIn ? [t(lastSignIn, { day: signInDay ? dayOf(signInDay) : '' })] : []),
    ...(countries
      ? [
          t('countries', {
            countries: format.list(countries.map((code) => names.of(code) ?? code)),
          }),
        ]
      : []),
    ...(company ? [t('company', { company })] : []),
  ];
}
