import { getTranslations } from 'next-intl/server';
import { toString as drawQrCode } from 'qrcode';

/** A TOTP key as a phone takes it: a picture drawn on the server, and the same in letters. */
export async function KeyToScan({ uri, keyText }: { uri: string; keyText: string }) {
  const t = await getTranslations('security.authenticator');
  const svg = await drawQrCode(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return (
    <div className="space-y-4">
      <h2 className="text-lg font-semibold">{t('scan')}</h2>
      <div
        role="img"
        aria-label={t('qr')}
        className="size-56 rounded bg-white p-2 [&>svg]:size-full"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn from the URI by the QR library, paths only
        dangerouslySetInnerHTML={{ __html: svg }}
      />
      <p>
        <a href={uri}>{t('open')}</a>
      </p>
      <dl>
        <dt className="font-medium">{t('key')}</dt>
        <dd className="mt-1 font-mono text-base tracking-wide break-words select-all">
          {keyText.match(/.{1,4}/g)?.join(' ')}
        </dd>
      </dl>
    </div>
  );
}
