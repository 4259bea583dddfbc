import { getTranslations } from 'next-intl/server';

const failures = [
  'unreachable',
  'put-off',
  'refused',
  'uncertain',
  'damaged',
  'worker-died',
] as const;

/** Why a mail did not go out: in our words, and in the mail server's as far as they were kept. */
export async function Reason({ mail }: { mail: { failure: string | null; reply: string } }) {
  const t = await getTranslations('delivery.failure');
  const failure = failures.find((known) => known === mail.failure);
  return (
    <div className="min-w-48 max-w-prose">
      {failure ? t(failure) : null}
      {mail.reply ? (
        <q lang="" className="block break-words text-quiet">
          {mail.reply}
        </q>
      ) : null}
    </div>
  );
}
