import type { getTranslations } from 'next-intl/server';
import {
  type BadLine,
  type Indicators,
  indicatorsMax,
  parseIndicators,
  userAgentsMax,
  widestPrefix,
} from '../../../../lib/investigations/parse-indicators.ts';

export type InvestigationWords = Awaited<ReturnType<typeof getTranslations<'investigations'>>>;

const namedMax = 10;

/** What is pasted and what stands in the file, taken together; or what is wrong with which line of either. */
export function readIndicators(
  typed: { indicators: string; file: string },
  t: InvestigationWords,
): { indicators: Indicators } | { errors: Partial<Record<'indicators' | 'file', string>> } {
  const [pasted, file] = [parseIndicators(typed.indicators), parseIndicators(typed.file)];
  if ('bad' in pasted || 'bad' in file) {
    return {
      errors: {
        ...('bad' in pasted && { indicators: inWords(pasted.bad, t) }),
        ...('bad' in file && { file: inWords(file.bad, t) }),
      },
    };
  }
  const both = parseIndicators([...pasted.lines, ...file.lines].join('\n'));
  if ('bad' in both) return { errors: { file: inWords(both.bad, t) } };
  return both.lines.length > 0 ? { indicators: both } : { errors: { indicators: t('error.none') } };
}

function inWords(bad: BadLine[], t: InvestigationWords): string {
  const lines = bad.slice(0, namedMax).map(({ line, because }) => {
    const max = because === 'too-many' ? indicatorsMax : userAgentsMax;
    const why = t(`error.${because}`, { max, v4: widestPrefix[4], v6: widestPrefix[6] });
    return t('error.line', { line, because: why });
  });
  const more = bad.length - lines.length;
  return [...lines, ...(more > 0 ? [t('error.more', { count: more })] : [])].join(' ');
}
