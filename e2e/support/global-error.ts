import path from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Puts in the place of a page, as Next would, what is shown where even what surrounds all pages has failed: nothing
 * that a visitor does makes it fail.
 */
export async function showGlobalError(page: Page): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import GlobalError from './app/global-error.tsx';
        const error = Object.assign(new Error('a secret'), { digest: '1234567890' });
        createRoot(document).render(createElement(GlobalError, { error, retry() {} }));`,
      resolveDir: root,
    },
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // The page at hand has the styles already, and React leaves them where they are.
    loader: { '.css': 'empty' },
    write: false,
  });
  await page.evaluate(outputFiles[0]?.text ?? '');
}
