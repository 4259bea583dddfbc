import type { Page } from '@playwright/test';

/** What of a page has moved since it was first shown, without anybody having done anything. */
export async function shifts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: 'layout-shift', buffered: true });
    const moved = observer.takeRecords() as unknown as Shift[];
    observer.disconnect();
    if (moved.reduce((sum, { value }) => sum + value, 0) < 0.01) return [];
    const nodes = moved.flatMap(({ sources }) => sources.map(({ node }) => node));
    return nodes.map((node) => {
      const one = node instanceof Element ? node : node?.parentElement;
      return `moved once it was shown: ${one?.outerHTML.slice(0, 140)}`;
    });
  });
}

interface Shift {
  value: number;
  sources: { node: Node | null }[];
}
