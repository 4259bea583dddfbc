import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { helpTopics } from '../../components/help-link.tsx';
import { NarrowPage } from '../../components/ui/narrow-page.tsx';
import { PageHeader } from '../../components/ui/page-header.tsx';

// Names are the same in every language. Open source first, then the rest; each by platform.
const apps = [
  { on: 'android', names: 'Aegis, 2FAS, Ente Auth' },
  { on: 'apple', names: '2FAS, Ente Auth' },
  { on: 'computer', names: 'KeePassXC, Ente Auth, Bitwarden' },
  { on: 'others', names: 'Google Authenticator, Microsoft Authenticator, 1Password' },
] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('help'))('title') };
}

/** What the words of signing in mean, and what to do when stuck. Open to everyone: who is stuck is not signed in. */
export default async function HelpPage() {
  const t = await getTranslations('help');
  return (
    <NarrowPage>
      <PageHeader title={t('title')} intro={t('intro')} />
      <nav aria-label={t('contents')}>
        <ul className="space-y-2">
          {helpTopics.map((topic) => (
            <li key={topic}>
              <a href={`#${topic}`}>{t(`${topic}.title`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {helpTopics.map((topic) => (
        <section
          key={topic}
          aria-labelledby={topic}
          className="space-y-2 border-t border-line pt-4"
        >
          <h2 id={topic} className="text-lg font-semibold">
            {t(`${topic}.title`)}
          </h2>
          {t(`${topic}.text`)
            .split('\n')
            .map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          {topic === 'apps' ? <Apps /> : null}
        </section>
      ))}
    </NarrowPage>
  );
}

async function Apps() {
  const t = await getTranslations('help.platforms');
  return (
    <dl className="space-y-2">
      {apps.map(({ on, names }) => (
        <div key={on}>
          <dt className="font-medium">{t(on)}</dt>
          <dd>{names}</dd>
        </div>
      ))}
    </dl>
  );
}
