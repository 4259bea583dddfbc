import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { LinkPage } from '../link-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('invitation'))('title') };
}

interface Props {
  searchParams: Promise<{ with?: string | string[] }>;
}

export default async function InvitationPage({ searchParams }: Props) {
  return <LinkPage purpose="invitation" asked={(await searchParams).with} />;
}
