import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// All else is said by the page's markup, which is the same in either.
const seenOnly = ['color-contrast', 'link-in-text-block'];

/** Holds a page, as it stands, to WCAG 2.2 AA in both colour schemes. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await violationsOf(page), page.url()).toEqual([]);
}

/** What axe has against a page, as it stands: the rule and the first element that breaks it. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    // In one page and no other: there are no frames to be looked into.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === 'light') axe.options({ rules: { 'target-size': { enabled: true } } });
    const ruled = colorScheme === 'light' ? axe.withTags(tags) : axe.withRules(seenOnly);
    const { violations } = await ruled.analyze();
    found.push(...violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes[0]?.html}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
