import { randomInt } from 'node:crypto';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { violationsOf } from './accessible.ts';
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
  visit: async ({ browser }, use, { errors }) => {
    const contexts: BrowserContext[] = [];
    const scripted = new Set<BrowserContext>();
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
        if (javaScript) scripted.add(context);
        context.on('console', (message) => {
          if (complaint.test(message.text())) complaints.push(message.text());
        });
        context.on('weberror', (failure) => complaints.push(String(failure.error())));
        return { page: await context.newPage(), context, address };
      },
    );
    // Where a journey has led is for everyone; of one that failed that is not the question.
    const ends = errors.length > 0 ? [] : [...scripted].flatMap((context) => context.pages());
    for (const page of ends) await expectForEveryone(page);
    for (const context of contexts) await context.close();
    expect(complaints, 'what the browser refused, and errors of pages').toEqual([]);
  },
});
export { expect };

async function expectForEveryone(page: Page) {
  const isPage = page.url().startsWith(bulkhead().url) && page.locator('main h1');
  if (!isPage || !(await isPage.count())) return;
  // It may be on its way to another page still.
  await expect(async () => expect(await violationsOf(page), page.url()).toEqual([])).toPass({
    timeout: 60_000,
  });
}

/** An address of a documentation-like private range: no country's, and never the same twice in practice. */
export function newAddress(): string {
  return `10.${randomInt(1, 255)}.${randomInt(0, 255)}.${randomInt(1, 255)}`;
}
