import { getTranslations } from 'next-intl/server';
import { create as encode } from 'qrcode';
import { CopyButton } from '../../../../components/copy-button.tsx';

/** A TOTP key as a phone takes it: a picture drawn on the server, and the same in letters. */
export async function KeyToScan({ uri, keyText }: { uri: string; keyText: string }) {
  const [t, words] = [
    await getTranslations('security.authenticator'),
    await getTranslations('access.copy'),
  ];
  const { size, path } = drawn(uri);
  return (
    <div className="space-y-4">
      <h2 className="text-lg font-semibold">{t('scan')}</h2>
      <svg
        role="img"
        aria-label={t('qr')}
        viewBox={`-2 -2 ${size + 4} ${size + 4}`}
        shapeRendering="crispEdges"
        className="size-56 rounded bg-white p-2"
      >
        <path d={path} fill="black" />
      </svg>
      <p>
        <a href={uri}>{t('open')}</a>
      </p>
      <dl>
        <dt className="font-medium">{t('key')}</dt>
        <dd className="mt-1 font-mono text-base tracking-wide break-words select-all">
          {keyText.match(/.{1,4}/g)?.join(' ')}
        </dd>
      </dl>
      <CopyButton text={keyText} words={{ copy: words('key'), copied: words('done') }} />
    </div>
  );
}

// Dark squares, each drawn as one: no markup is made of text, which browsers are told to refuse.
function drawn(uri: string): { size: number; path: string } {
  const { size, data } = encode(uri, { errorCorrectionLevel: 'M' }).modules;
  const squares = [...data].map((dark, index) =>
    dark ? `M${index % size} ${Math.floor(index / size)}h1v1h-1z` : '',
  );
  return { size, path: squares.join('') };
}
