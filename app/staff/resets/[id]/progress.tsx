import { getTranslations } from 'next-intl/server';
import { Notice } from '../../../../components/ui/notice.tsx';
import { Section } from '../../../../components/ui/section.tsx';
import type { ResetProgress } from '../../../../lib/resets/describe-reset.ts';

/** How many have chosen a new password, and how many have been told. */
export async function Progress({ progress }: { progress: ResetProgress }) {
  const t = await getTranslations('staff.reset');
  const { passwords, mails } = progress;
  const { later, uncertain, refused } = mails;
  return (
    <div className="grid gap-x-6 md:grid-cols-2">
      <Section title={t('passwords')}>
        <Passwords passwords={passwords} />
      </Section>
      <Section title={t('mails')}>
        <Bar done={mails.sent} of={mails.concerned} words={t('mailsDone', mails)} />
        {later > 0 ? <p>{t('later', { count: later })}</p> : null}
        {uncertain > 0 ? <p>{t('uncertain', { count: uncertain })}</p> : null}
        {refused > 0 ? <p>{t('refusedMails', { count: refused })}</p> : null}
      </Section>
    </div>
  );
}

async function Passwords({ passwords }: { passwords: ResetProgress['passwords'] }) {
  const t = await getTranslations('staff.reset');
  if (!passwords) return <Notice tone="warn">{t('passwordsUnknown')}</Notice>;
  if (passwords.concerned === 0) return <p>{t('passwordsNone')}</p>;
  const { done, concerned } = passwords;
  return <Bar done={done} of={concerned} words={t('passwordsDone', passwords)} />;
}

function Bar({ done, of, words }: { done: number; of: number; words: string }) {
  return (
    <>
      <p>{words}</p>
      <progress
        value={done}
        max={Math.max(of, 1)}
        aria-label={words}
        className="block h-3 w-full appearance-none overflow-hidden rounded border border-control bg-sunk forced-colors:appearance-auto [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunk [&::-webkit-progress-value]:bg-accent"
      />
    </>
  );
}
