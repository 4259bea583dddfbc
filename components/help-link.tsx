import Link from 'next/link';
import { getTranslations } from 'next-intl/server';

/** What the help page answers, in its order. */
export const helpTopics = [
  'authenticator',
  'apps',
  'lost',
  'recovery-codes',
  'passkey',
  'mailed-code',
  'reset',
] as const;

/** A way to the answer to what somebody asks here. */
export async function HelpLink({ topic }: { topic: (typeof helpTopics)[number] }) {
  const t = await getTranslations('help');
  return (
    <p>
      <Link href={`/help#${topic}`} prefetch={false}>
        {t(`${topic}.title`)}
      </Link>
    </p>
  );
}
