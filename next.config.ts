import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./lib/words/request.ts');

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The compiler of TypeScript 7 has no API for Next to call: `npm test` runs it by itself.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', '@prisma/adapter-pg', '@prisma/client', 'maxmind', 'next-auth'],
};

export default withNextIntl(config);
