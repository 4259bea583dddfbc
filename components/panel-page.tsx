import type { ReactNode } from 'react';
import type { SignedIn } from '../lib/sessions/get-signed-in.ts';
import { PanelHeader } from './panel-header.tsx';

/** A signed-in page: taking who is signed in, it cannot be rendered where nobody asked. */
export function PanelPage({ signedIn, children }: { signedIn: SignedIn; children: ReactNode }) {
  return (
    <>
      <PanelHeader signedIn={signedIn} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-5xl px-4 pt-8 pb-12 outline-none"
      >
        {children}
      </main>
    </>
  );
}
