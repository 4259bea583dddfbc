import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { OtherMethods } from '../../../../../components/other-methods.tsx';
import { PanelPage } from '../../../../../components/panel-page.tsx';
import { Notice } from '../../../../../components/ui/notice.tsx';
import { PageHeader } from '../../../../../components/ui/page-header.tsx';
import type { SecondFactorMethod } from '../../../../../lib/auth/contract.ts';
import { chooseMethod } from '../../../../../lib/credentials/second-factors.ts';
import type { SignedIn } from '../../../../../lib/sessions/require-customer.ts';
import { findPasskey } from './find-passkey.ts';

export interface PasskeyRequest {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ with?: string | string[] }>;
}

interface Props extends PasskeyRequest {
  signedIn: SignedIn;
  act: 'rename' | 'remove';
  /** The form, for the passkey that was found. */
  children: (found: {
    id: string;
    name: string;
    /** Whether it is their only second factor. */
    last: boolean;
    method: SecondFactorMethod;
  }) => ReactNode | Promise<ReactNode>;
}

/** A page about one passkey of the customer's own, which takes a second factor of their choice. */
export async function PasskeyPage({ signedIn, act, params, searchParams, children }: Props) {
  const { id } = await params;
  const found = await findPasskey(signedIn.customer.id, id);
  const t = await getTranslations('passkeys');
  if (!found) {
    const unavailable = await getTranslations('security.unavailable');
    return (
      <PanelPage signedIn={signedIn}>
        <PageHeader title={t(`${act}.title`)} />
        <Notice tone="warn" title={unavailable('title')}>
          {unavailable('text')}
        </Notice>
      </PanelPage>
    );
  }
  const { name, methods, last } = found;
  const method = chooseMethod(methods, (await searchParams).with);
  return (
    <PanelPage signedIn={signedIn}>
      <div className="max-w-md space-y-5">
        <PageHeader title={t(`${act}.title`)} intro={t(`${act}.intro`, { name })} />
        {await children({ id, name, last, method })}
        <OtherMethods page={`/security/passkeys/${id}/${act}`} methods={methods} method={method} />
      </div>
    </PanelPage>
  );
}
