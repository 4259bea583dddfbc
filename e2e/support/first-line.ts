import type { Page } from '@playwright/test';

/** What is wrong with what a page says first, below its title: it is to be a sentence, or a notice. */
export async function faultsOfFirstLine(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const title = document.querySelector('main h1');
    const main = title?.closest('main');
    if (!title || !main) return ['no title'];
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    texts.currentNode = title.lastChild ?? title;
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      const one = text.parentElement;
      if (!text.textContent?.trim() || !one?.checkVisibility() || title.contains(one)) continue;
      const line = one.closest('p, .notice')?.textContent?.trim() ?? '';
      return /[.:!?]/.test(line) ? [] : [`the first line says nothing: ${one.outerHTML}`];
    }
    return ['nothing is said below the title'];
  });
}
