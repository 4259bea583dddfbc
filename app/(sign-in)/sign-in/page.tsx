import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { passkeyWords } from '../../../components/passkey-words.ts';
import { NarrowPage } from '../../../components/ui/narrow-page.tsx';
import { getSignedIn } from '../../../lib/sessions/get-signed-in.ts';
import { safeNext } from '../../../lib/sessions/safe-next.ts';
import { SignInForm } from './sign-in-form.tsx';

const notices = [
  'password-set',
  'password-set-sessions-open',
  'start-again',
  'not-started',
  'signed-out',
  'set-up',
  'reset-started',
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sign-in'))('title') };
}

interface Props {
  searchParams: Promise<{ next?: string | string[]; notice?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const [asked, t, common, passkeys, help] = [
    await searchParams,
    await getTranslations('sign-in'),
    await getTranslations('common'),
    await getTranslations('passkeys.signIn'),
    await getTranslations('help'),
  ];
  const next = safeNext(asked.next);
  if (await isSignedIn()) redirect(next);
  const notice = notices.find((known) => known === asked.notice);
  const done =
    notice && !['password-set-sessions-open', 'start-again', 'not-started'].includes(notice);
  return (
    <NarrowPage>
      <SignInForm
        next={next}
        notice={notice ? { tone: done ? 'good' : 'warn', text: t(`notice.${notice}`) } : null}
        words={{
          title: t('title'),
          intro: t('intro'),
          email: t('email'),
          password: t('password'),
          submit: t('submit'),
          forgotten: t('forgotten'),
          help: help('link'),
          resetHelp: help('reset.title'),
          pending: common('pending'),
          resetTitle: t('reset.title'),
          resetSubmit: t('reset.submit'),
          passkey: { submit: passkeys('submit'), passkey: await passkeyWords() },
        }}
      />
    </NarrowPage>
  );
}

// While the database is away the form is shown all the same: the answer to it will be the honest one.
async function isSignedIn(): Promise<boolean> {
  try {
    return (await getSignedIn()) !== null;
  } catch {
    return false;
  }
}
