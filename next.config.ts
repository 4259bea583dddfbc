import type { NextConfig } from 'next';
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_SERVER } from 'next/constants';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The compiler of TypeScript 7 has no API for Next to call: `npm test` runs it by itself.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', '@prisma/adapter-pg', '@prisma/client', 'maxmind', 'next-auth'],
  pageExtensions: ['tsx', 'ts'],
};

// The plugin brings a compiler, whose native code unpacks itself into a folder it must be able to run from.
// It changes how pages are built, and nothing of how they are served.
export default async (phase: string): Promise<NextConfig> => {
  if (phase === PHASE_PRODUCTION_SERVER) return config;
  // A page that ends so is for whoever works on the panel: what is built for anybody else does not have it.
  if (phase === PHASE_DEVELOPMENT_SERVER) config.pageExtensions?.push('dev.tsx');
  const { default: createNextIntlPlugin } = await import('next-intl/plugin');
  return createNextIntlPlugin('./lib/words/request.ts')(config);
};
