import type { Metadata } from 'next';
import { PageHeader } from '../../components/ui/page-header.tsx';
import { Charts } from './charts.tsx';
import { Forms } from './forms.tsx';
import { Surfaces } from './surfaces.tsx';
import { Tables } from './tables.tsx';
import { Colours, Icons, Spacing, Type } from './tokens.tsx';

export const metadata: Metadata = { title: 'Design' };

/**
 * The panel's visual language, made of what pages are made of. Only in development: `next.config.ts` knows pages
 * of this ending nowhere else. It is for whoever works on the panel, and so in English alone.
 */
export default function DesignPage() {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="mx-auto w-full max-w-5xl px-4 pt-8 pb-12 outline-none"
    >
      <PageHeader
        title="Design"
        intro="What pages are made of, to choose from before anything is added. Names, numbers and events on it are examples. The footer switches the theme."
      />
      <Type />
      <Spacing />
      <Colours />
      <Icons />
      <Forms />
      <Tables />
      <Surfaces />
      <Charts />
    </main>
  );
}
