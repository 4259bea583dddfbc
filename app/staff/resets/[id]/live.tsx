import { getTranslations } from 'next-intl/server';
import type { ResetProgress } from '../../../../lib/resets/describe-reset.ts';
import { LiveRefresh } from './live-refresh.tsx';

interface Props {
  reset: { id: string };
  /** Null while it is not known whether the reset has begun. */
  progress: ResetProgress | null;
}

/** Keeps the page of a reset under way up to date, and says how it stands to whoever listens. */
export async function Live({ reset, progress }: Props) {
  const [t, words] = [await getTranslations('staff.reset'), await getTranslations('access.live')];
  return (
    <LiveRefresh
      everySeconds={3}
      now={progress ? await sentences(progress) : t('starting.title')}
      here={`/staff/resets/${reset.id}`}
      words={{
        title: words('title'),
        on: words('on'),
        off: words('off'),
        stop: words('stop'),
        go: words('go'),
        again: words('again'),
      }}
    />
  );
}

async function sentences({ mails, passwords }: ResetProgress): Promise<string> {
  const t = await getTranslations('staff.reset');
  const chosen = passwords && passwords.concerned > 0 ? [t('passwordsDone', passwords)] : [];
  return [t('mailsDone', mails), ...chosen].join(' ');
}
