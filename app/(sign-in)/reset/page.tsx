import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkPage } from '../link-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reset.choose'))('title') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function ResetPage({ searchParams }: Props) {
  return <LinkPage purpose="reset" asked={(await searchParams).with} />;
}
