import { randomInt } from 'node:crypto';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { bulkhead } from './bulkhead.ts';

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Where the visitor seems to come from, as a trusted proxy would tell. */
  address: string;
}

interface VisitOptions {
  address?: string;
  javaScript?: boolean;
  locale?: string;
  userAgent?: string;
  storageState?: string;
  colorScheme?: 'light' | 'dark';
}

interface Fixtures {
  /** Opens a browser of its own, from an address nobody has come from before. */
  visit: (options?: VisitOptions) => Promise<Visit>;
}

// What a browser was told to refuse, or did not understand of what it was told: nothing of ours may be either.
const complaint =
  /Content.Security.Policy|Permissions.Policy|Trusted(Type|Script|HTML)|Cross-Origin-|violat/i;

export const test = base.extend<Fixtures>({
  visit: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(
      async ({
        address = newAddress(),
        javaScript = true,
        locale = 'en-GB',
        storageState,
        userAgent,
        colorScheme = 'light',
      } = {}) => {
        const context = await browser.newContext({
          baseURL: bulkhead().url,
          locale,
          colorScheme,
          javaScriptEnabled: javaScript,
          extraHTTPHeaders: { 'x-forwarded-for': address },
          ...(storageState && { storageState }),
          ...(userAgent && { userAgent }),
        });
        contexts.push(context);
        context.on('console', (message) => {
          if (complaint.test(message.text())) complaints.push(message.text());
        });
        context.on('weberror', (failure) => complaints.push(String(failure.error())));
        return { page: await context.newPage(), context, address };
      },
    );
    for (const context of contexts) await context.close();
    expect(complaints, 'what the browser refused, and errors of pages').toEqual([]);
  },
});
export { expect };

/** An address of a documentation-like private range: no country's, and never the same twice in practice. */
export function newAddress(): string {
  return `10.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
}
