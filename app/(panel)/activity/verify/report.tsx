import { DescriptionList } from '../../../../components/ui/description-list.tsx';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import { faultInWords } from '../../../../lib/ledger/fault-in-words.ts';
import { isSound, type LedgerReport, mostFaults } from '../../../../lib/ledger/faults.ts';
import type { Words } from '../../../../lib/words/load-words.ts';

interface Props {
  report: LedgerReport;
  words: Words['ledger'];
  language: string;
  timeZone: string;
  customerId: string;
}

/** What was found in a file, in words. */
export function Report({ report, words, language, timeZone, customerId }: Props) {
  const { customer, entries, signedUpTo, signedAt, removed, unchained, publicKey, faults } = report;
  const format = new Intl.DateTimeFormat(language, {
    ...({ dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' } as const),
    timeZone,
  });
  const moment = (at: string) => format.format(new Date(at));
  const facts = [
    { term: words.entries, value: entries },
    { term: words.signedUpTo, value: signedUpTo },
    { term: words.signedAt, value: signedAt ? moment(signedAt) : words.never },
    { term: words.removed, value: removed },
    { term: words.unchained, value: unchained },
    { term: words.publicKey, value: publicKey ?? words.never },
  ];
  const isOther = customer !== null && customer !== customerId;
  return (
    <>
      {faults.length > 0 ? (
        <Notice tone="bad" title={words.bad} />
      ) : (
        <Notice
          tone={isSound(report) ? 'good' : 'warn'}
          title={isSound(report) ? words.sound : words.unsigned}
        />
      )}
      {isOther ? <Notice tone="warn" title={words.otherAccount} /> : null}
      {faults.length > 0 ? (
        <Section title={words.faults}>
          <ul className="list-disc space-y-1 pl-5">
            {faults.map((fault) => (
              <li key={JSON.stringify(fault)}>
                {faultInWords(fault, words.fault, moment, words.never)}
              </li>
            ))}
          </ul>
          {faults.length === mostFaults ? <p>{words.more}</p> : null}
        </Section>
      ) : null}
      {customer ? (
        <Section title={words.facts}>
          <DescriptionList items={facts} />
        </Section>
      ) : null}
    </>
  );
}
